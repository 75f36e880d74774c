import Findings
import Text

/// What to type next: the last lines of a report with findings.
extension TextReport {
  var followUpLines: [String] {
    guard detail == .normal, !isStopped, report.comparison == nil, let first = report.findings.first else { return [] }
    let commands = commands(about: first)
    if commands.isEmpty { return [] }
    let width = commands.map(\.0.count).max() ?? 0
    let fits = width + 8 + (commands.map(\.1.count).max() ?? 0) <= style.width
    let lines = commands.map { command, meaning in
      let gap = String(repeating: " ", count: width - command.count)
      return "  \(command)" + (fits ? style.paint("\(gap)  # \(meaning)", .quiet) : "")
    }
    return ["", "What next:"] + lines
  }

  /// What can be done about findings, and what each command is for.
  private func commands(about first: Finding) -> [(String, String)] {
    if first.occurrences.contains(where: { $0.session != nil }) {
      return [("leaksift redact --in-place FILE", "replace the secrets in a session that is over")]
    }
    guard let scanned = scannedWords else { return [] }
    let all = report.findings.count > 1 ? [("leaksift baseline create\(scanned)", "accept what is there")] : []
    return [
      ("leaksift explain \(first.fingerprint)\(scanned)", "all about one"),
      ("leaksift ignore \(first.fingerprint) --reason \"...\"", "hide a false alarm"),
    ] + all
  }

  /// The options and operand that name what was scanned; `nil` where no other command can be given the same.
  private var scannedWords: String? {
    let mode: String
    switch report.mode {
    case "files": mode = ""
    case "history": mode = " --history"
    default: return nil
    }
    if report.target == "." { return mode }
    if report.target.contains("://") || report.target.contains("@") { return nil }
    return report.target.isPlainShellWord ? "\(mode) \(report.target)" : nil
  }
}

extension String {
  /// Whether a shell takes the text as one word, as it is.
  var isPlainShellWord: Bool {
    !isEmpty && !hasPrefix("-")
      && utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"'\"`$&;()<>|*?[]{}\\#~!".utf8.contains($0) }
  }
}
