import Detection
import Findings
import Labelled
import Rules

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Counts what each check against false alarms is worth on a labelled set: `ablation LABELLED.jsonl [--write PACKAGE]`.
///
/// The engine runs once with all checks and once without each. Printed is, for each check, how many lines more are
/// reported without it, in Markdown. `--write` puts the counts of findings at any confidence into the rows of
/// `PlaceholderCheck` and `DismissalCheck` in the package's sources.
@main
struct Ablation {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard let path = arguments.first else {
      print("usage: ablation LABELLED.jsonl [--write PACKAGE]")
      return
    }
    let places = LabelledPlace.places(of: try LabelledLine.read(path)).filter { $0.isSecret != nil }
    let all = try Found(in: places, with: Heuristics())
    print("With all checks: \(all.text)\n")
    print(header)
    let placeholders = try PlaceholderCheck.rows.map { row in
      var heuristics = Heuristics()
      heuristics.placeholders = heuristics.placeholders.without(row.check)
      return Result(
        name: "\(row.check)", purpose: row.purpose, gain: try Found(in: places, with: heuristics).minus(all))
    }
    placeholders.forEach { print($0.row(of: "placeholder")) }
    let dismissals = try DismissalCheck.rows.map { row in
      var heuristics = Heuristics()
      heuristics.dismissals = heuristics.dismissals.without(row.check)
      return Result(
        name: "\(row.check)", purpose: row.purpose, gain: try Found(in: places, with: heuristics).minus(all))
    }
    dismissals.forEach { print($0.row(of: "dismissal")) }
    guard let flag = arguments.firstIndex(of: "--write"), flag + 1 < arguments.count else { return }
    let sources = URL(filePath: arguments[flag + 1]).appending(path: "Sources")
    try write(placeholders, to: sources.appending(path: "Rules/Filters/PlaceholderCheck+Rows.swift"))
    try write(dismissals, to: sources.appending(path: "Detection/Scorer/DismissalCheck+Rows.swift"))
  }

  private static let header = """
    | of | check | what it takes for no secret | false alarms without it | of medium confidence and up | secrets \
    found without it | of medium confidence and up |
    |---|---|---|---|---|---|---|
    """

  /// Puts counts into the rows of a file.
  private static func write(_ results: [Result], to file: URL) throws {
    var text = try String(contentsOf: file, encoding: .utf8)
    for result in results {
      guard var place = text.firstRange(of: ".\(result.name),")?.upperBound else { continue }
      for (label, count) in [("falseAlarms: ", result.gain.alarms.low), ("secrets: ", result.gain.secrets.low)] {
        guard let start = text[place...].firstRange(of: label)?.upperBound else { break }
        let end = text[start...].firstIndex { !$0.isNumber && $0 != "-" } ?? text.endIndex
        text.replaceSubrange(start..<end, with: String(count))
        place = start
      }
    }
    try Data(text.utf8).write(to: file)
  }
}

/// What leaving one check out comes to.
private struct Result {
  let name: String
  let purpose: String
  let gain: Found

  func row(of family: String) -> String {
    "| \(family) | `\(name)` | \(purpose.replacing("|", with: "\\|")) | \(gain.alarms.low) | \(gain.alarms.medium)"
      + " | \(gain.secrets.low) | \(gain.secrets.medium) |"
  }
}

/// Lines with a finding, of any confidence and of medium confidence and up.
private struct Found {
  var alarms = (low: 0, medium: 0)
  var secrets = (low: 0, medium: 0)

  init(in places: [LabelledPlace], with heuristics: Heuristics) throws {
    let engine = try Engine(heuristics: heuristics)
    for place in places {
      guard let confidence = engine.confidence(at: place) else { continue }
      let isMedium = confidence >= .medium ? 1 : 0
      if place.isSecret == true {
        secrets = (secrets.low + 1, secrets.medium + isMedium)
      } else {
        alarms = (alarms.low + 1, alarms.medium + isMedium)
      }
    }
  }

  /// What is found more than by another engine; negative when it is less.
  func minus(_ other: Found) -> Found {
    var difference = self
    difference.alarms = (alarms.low - other.alarms.low, alarms.medium - other.alarms.medium)
    difference.secrets = (secrets.low - other.secrets.low, secrets.medium - other.secrets.medium)
    return difference
  }

  var text: String {
    "\(secrets.low) lines with a secret and \(alarms.low) others have a finding, \(secrets.medium) and"
      + " \(alarms.medium) one of medium confidence and up."
  }
}
