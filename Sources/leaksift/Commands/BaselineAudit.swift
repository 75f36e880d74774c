import Platform
import Reports
import Findings
import Text

/// A walk through the findings of a baseline in a terminal; every answer is saved at once.
struct BaselineAudit {
  private static let mostPlaces = 5

  private(set) var baseline: Baseline
  private let file: OutputFile
  private let console: Console
  /// How paths are written for the working directory.
  private let openable: OpenablePath
  private var answers = 0

  /// - Parameter pathRoot: What the paths of findings are relative to.
  init(baseline: Baseline, file: OutputFile, pathRoot: String?, console: Console) {
    openable = OpenablePath(root: pathRoot, directory: ThisProcess.workingFolder ?? ".")
    self.baseline = baseline
    self.file = file
    self.console = console
  }

  /// What a line of input means.
  enum Answer: Equatable {
    case judge(Baseline.Status, reason: String)
    case skip, quit
  }

  /// Asks the user about each finding of the baseline.
  ///
  /// - Parameter again: Also about those that were judged before.
  mutating func run(_ findings: [Finding], again: Bool) throws(CommandFailure) {
    let statuses = Dictionary(baseline.entries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let open = findings.filter { finding in
      guard let entry = statuses[baseline.entry(for: finding).id] else { return false }
      return again || entry.status == nil
    }
    for (index, finding) in open.enumerated() {
      try show(
        finding, "\(Counting.number(index + 1)) of \(Counting.number(open.count))",
        statuses[baseline.entry(for: finding).id])
      switch try ask() {
      case .quit: return try sum(left: open.count - index)
      case .skip: continue
      case .judge(let status, let reason): try save(finding, status, reason)
      }
    }
    try sum(left: open.count - answers)
  }

  /// Reads a letter and what follows it; `nil` for anything else.
  static func answer(_ line: String) -> Answer? {
    let words = line.split(maxSplits: 1, whereSeparator: \.isWhitespace)
    let reason = words.count > 1 ? String(words[1].drop { $0.isWhitespace }) : ""
    switch words.first?.lowercased() {
    case "r", "real": return .judge(.real, reason: reason)
    case "f", "false": return .judge(.noSecret, reason: reason)
    case "a", "accepted": return .judge(.accepted, reason: reason)
    case "s", "skip": return .skip
    case "q", "quit": return .quit
    default: return nil
    }
  }

  // MARK: - Talking

  private func show(_ finding: Finding, _ place: String, _ entry: Baseline.Entry?) throws(CommandFailure) {
    var lines = ["", "\(place)  \(finding.rule.title) [\(finding.rule.id)] \(finding.severity.name)"]
    for occurrence in finding.occurrences.prefix(Self.mostPlaces) {
      lines.append("  \(openable(occurrence.path)):\(occurrence.line)")
      if let excerpt = occurrence.excerpt { lines.append("    \(excerpt.before)\(excerpt.secret)\(excerpt.after)") }
    }
    let more = finding.occurrences.count - Self.mostPlaces
    if more > 0 { lines.append("  and \(Counting.number(more)) more") }
    if let status = entry?.status { lines.append("  judged before: \(status.rawValue) \(entry?.reason ?? "")") }
    try console.write(Escaping.visibleLines(lines.map(Self.oneLine).joined(separator: "\n")) + "\n")
  }

  private static func oneLine(_ text: String) -> String {
    text.replacing("\r", with: "").replacing("\n", with: " ")
  }

  private func ask() throws(CommandFailure) -> Answer {
    while true {
      try console.write("[r]eal, [f]alse, [a]ccepted, [s]kip or [q]uit? ")
      guard let line = readLine() else { return .quit }
      guard let answer = Self.answer(line) else { continue }
      guard case .judge(let status, "") = answer else { return answer }
      try console.write("Reason (Enter for none): ")
      return .judge(status, reason: readLine() ?? "")
    }
  }

  private mutating func save(_ finding: Finding, _ status: Baseline.Status, _ reason: String) throws(CommandFailure) {
    answers += 1
    baseline.judge(baseline.entry(for: finding).id, as: status, reason: reason.isEmpty ? nil : reason)
    try file.write(Array(baseline.text.utf8))
  }

  private func sum(left: Int) throws(CommandFailure) {
    let counts = Baseline.Status.allCases.map { status in
      Counting.number(baseline.entries.count { $0.status == status }) + " \(status.rawValue)"
    }
    try console.write(
      "\n\(Counting.number(answers)) judged, \(Counting.number(left)) left; in all \(counts.joined(separator: ", "))\n")
  }
}
