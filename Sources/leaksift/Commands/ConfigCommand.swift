import Findings
import Platform
import Reports
import Rules
import Scan
import Text

extension Command {
  static let config = Command(
    name: "config", summary: "Check a rule file, or turn another scanner's into leaksift's own",
    subcommands: [.configCheck, .configMigrate])

  private static let configCheck = Command(
    name: "check",
    summary: "Report settings of a rule file that have no effect: mistakes end with 2, remarks do not",
    details: [
      "Beyond what a scan reports: allowlists that hide nothing, rules that nothing reaches, keywords that no match can "
        + "contain. Without FILE the working directory's own file is checked."
    ],
    operands: Operands(usage: "[FILE]", value: .file, count: 0...1),
    action: { (arguments, console) throws(CommandFailure) in
      let path = try namedFile(arguments, else: ConfigurationFile.names)
      let report: ConfigurationReport
      do throws(ScanError) { report = try checkConfiguration(path) } catch { throw CommandFailure(error.description) }
      for remark in report.remarks { try console.write(Escaping.visibleLines("\(remark)") + "\n") }
      let rules = Counting.count(report.ruleCount, "rule")
      try console.write("\(rules) can be used, \(Counting.count(report.remarks.count, "remark"))\n")
      return .clean
    })

  private static let configMigrate = Command(
    name: "migrate",
    summary: "Write a .leaksift.toml that means what a gitleaks or Betterleaks file means",
    details: [
      "Without FILE the working directory's `.betterleaks.toml` or `.gitleaks.toml` is read. Comments are not kept; "
        + "what cannot be carried over is named. A file that is there already stays."
    ],
    operands: Operands(usage: "[FILE]", value: .file, count: 0...1),
    flagGroups: [FlagGroup(title: "Options", flags: [.migrated])],
    action: { (arguments, console) throws(CommandFailure) in
      let path = try namedFile(arguments, else: Array(ConfigurationFile.names.dropFirst()))
      let target = arguments.value(.migrated) ?? ConfigurationFile.names[0]
      if target != "-", FileSystem.exists(target) {
        throw CommandFailure("`\(target)` is there already; move it away, or name another file with `--output FILE`")
      }
      let migrated: (text: String, remarks: [RuleFileIssue])
      do throws(ScanError) {
        migrated = try migratedConfiguration(path)
      } catch {
        throw CommandFailure(error.description)
      }
      for remark in migrated.remarks { console.report("\(remark)") }
      if target == "-" {
        try console.write(migrated.text)
      } else {
        try OutputFile(path: target).write(Array(migrated.text.utf8))
        console.report("wrote \(target)")
      }
      return .clean
    })
}

extension Flag {
  fileprivate static let migrated = Flag(
    "output", short: "o", "FILE", .file, help: "The file to write instead of .leaksift.toml; `-` is standard output")
}

/// The file of the command line, else the first of some names that is there.
private func namedFile(_ arguments: Arguments, else names: [String]) throws(CommandFailure) -> String {
  if let name = arguments.operands.first { return name }
  for name in names where try readFile(name) != nil { return name }
  throw CommandFailure("none of \(names.joined(separator: ", ")) is here; name a file")
}
