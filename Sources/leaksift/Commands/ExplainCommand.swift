import Reports
import Findings
import Scan
import Text

extension Command {
  static let explain = Command(
    name: "explain",
    summary: "Say why a line is, or is not, a finding",
    details: [
      "Each match on the line is shown with its rule, what every filter measured, and what hid it: an allowlist, a "
        + "comment, an ignore file or the baseline, with file and line; or why no rule was even tried. Of what is no finding "
        + "it says what would have made it one. `-:LINE` "
        + "explains a line of standard input, and `outer.zip!inner/a.txt:LINE` one of a file in "
        + "an archive. Secrets are masked."
    ],
    operands: Operands(usage: "PATH:LINE", value: .file, count: 1...1),
    flagGroups: [FlagGroup(title: "Options", flags: [.configuration, .baseline, .showSecrets])],
    examples: [Example(line: "leaksift explain src/settings.py:12", meaning: "one line of a file")],
    action: { (arguments, console) throws(CommandFailure) in
      var request = try ExplainRequest(place: arguments.operands.first ?? "")
      request.configuration = arguments.value(.configuration)
      request.baseline = arguments.value(.baseline)
      request.showSecrets = arguments.contains(.showSecrets)
      let explanation: Explanation
      do throws(ScanError) { explanation = try Scan.explain(request) } catch { throw CommandFailure(error.description) }
      try console.write(Escaping.visibleLines(explanation.page))
      return explanation.matches.contains(where: \.isFinding) ? .findings : .clean
    })
}

extension ExplainRequest {
  /// Reads `PATH:LINE`; `-` means standard input.
  init(place: String) throws(CommandFailure) {
    guard let colon = place.lastIndex(of: ":"), colon > place.startIndex,
      let line = Int(place[place.index(after: colon)...]), line >= 1
    else {
      throw CommandFailure("`\(place)` names no line; write PATH:LINE, such as `src/settings.py:12`")
    }
    let path = String(place[..<colon])
    self.init(path: path == "-" ? nil : path, line: line)
  }
}

extension Explanation {
  /// The whole explanation for a terminal.
  fileprivate var page: String {
    var lines = [place, "  \(text)", ""]
    for match in matches {
      lines.append("\(match.rule.id): \(match.rule.title), column \(match.column): \(match.secret)")
      lines += match.steps.map { "  \($0.name): \($0.text)" }
      lines.append("  => \(match.verdict)")
      lines += [match.missing.map { "     it would be one with \($0)" }, ""].compactMap(\.self)
    }
    return (lines + remarks).map { $0.replacing("\n", with: " ").replacing("\r", with: "").replacing("\t", with: " ") }
      .joined(separator: "\n") + "\n"
  }
}
