import Findings
import Platform
import Scan

extension Command {
  static let ignore = Command(
    name: "ignore",
    summary: "Hide a finding from now on, for a reason",
    details: [
      "Adds a line to `.leaksiftignore` at the top of the repository that PATH is in (the working directory unless "
        + "given). It hides the finding wherever it moves, until the secret changes. Commit the file."
    ],
    operands: Operands(usage: "FINGERPRINT [PATH]", value: .text, count: 1...2),
    flagGroups: [FlagGroup(title: "Options", flags: [.reason, .until, .owner])],
    examples: [
      Example(
        line: "leaksift ignore 3f9c0a51d2e87b46 --reason revoked --until 2027-01-31",
        meaning: "a fingerprint from a report")
    ],
    action: { (arguments, console) throws(CommandFailure) in
      let line = try IgnoreLine(arguments)
      let path = try line.add(near: arguments.operands.count > 1 ? arguments.operands[1] : ".")
      console.report("added to \(path): \(line.text)")
      return .clean
    })
}

extension Flag {
  fileprivate static let reason = Flag("reason", "TEXT", help: "Why it need not be reported; must be given")
  fileprivate static let until = Flag("until", "DATE", help: "Last day on which it is hidden, as YYYY-MM-DD, in UTC")
  fileprivate static let owner = Flag("owner", "NAME", help: "Who answers for it")
}

extension IgnoreLine {
  /// Adds the line to the ignore file at the top of the project that a path is in.
  ///
  /// - Returns: The file's path.
  func add(near place: String) throws(CommandFailure) -> String {
    let path = UsualFile.ignoreFile.path(of: place)
    let former = try readFile(path) ?? []
    let content: [UInt8]
    do throws(ScanError) { content = try added(to: former, name: path) } catch {
      throw CommandFailure(error.description)
    }
    try OutputFile(path: path).write(content)
    return path
  }

  fileprivate init(_ arguments: Arguments) throws(CommandFailure) {
    let named = arguments.operands.first ?? ""
    guard let fingerprint = Fingerprint(named) else {
      throw CommandFailure("`\(named)` is no fingerprint: reports show one of 16 hexadecimal digits with each finding")
    }
    guard let reason = arguments.value(.reason), reason.contains(where: { $0.isLetter || $0.isNumber }) else {
      throw CommandFailure("`leaksift ignore` needs a reason: --reason \"revoked in May\"")
    }
    var until: CalendarDay?
    if let date = arguments.value(.until) {
      until = CalendarDay(date)
      guard let until else { throw CommandFailure("`--until` cannot be `\(date)`; write a date as YYYY-MM-DD") }
      if until < CalendarDay(epochSeconds: ThisProcess.epochSeconds) {
        throw CommandFailure("`--until \(date)` is over already; name a later day, or leave it out")
      }
    }
    let owner = arguments.value(.owner)
    for text in [reason, owner ?? ""] where text.contains(where: \.isNewline) {
      throw CommandFailure("a line of an ignore file has no line breaks: `\(text)`")
    }
    self.init(fingerprint: fingerprint, reason: reason, owner: owner, until: until)
  }
}
