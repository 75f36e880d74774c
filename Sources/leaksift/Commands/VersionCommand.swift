import Scan

extension Command {
  static let version = Command(
    name: "version", aliases: ["--version", "-V"], summary: "Print the version",
    flagGroups: [FlagGroup(title: "Options", flags: [.licenses])],
    action: { (arguments, console) throws(CommandFailure) in
      if arguments.contains(.licenses) {
        try console.write(linkedNotices())
      } else {
        try console.write("leaksift \(toolVersion)\n")
      }
      return .clean
    })
}

extension Flag {
  fileprivate static let licenses = Flag(
    "licenses", help: "Print the copyright notices and licences of everything that the program contains")
}
