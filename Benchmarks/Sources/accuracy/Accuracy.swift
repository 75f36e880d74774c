import Detection
import Findings
import Labelled

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Scores the engine over a labelled set: `accuracy LABELLED.jsonl [REPORT.md] [--lines]`, or counts its findings in
/// ordinary code: `accuracy --ordinary FOLDER... [--lines]`. With `--set-aside` it scores the repositories that
/// `Scripts/set-aside.txt` keeps from development, and shows none of their lines.
///
/// A finding whose secret begins on a labelled line, or a line before it that the secret reaches over, counts. A line is
/// a secret when one of its records in the main figure is; lines whose only secrets lie outside it do not count.
@main
struct Accuracy {
  static func main() throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    let showsLines = arguments.contains("--lines")
    let part: LabelledPart = arguments.contains("--set-aside") ? .setAside : .development
    arguments.removeAll { ["--lines", "--set-aside"].contains($0) }
    guard let path = arguments.first else {
      print(
        """
        usage: accuracy LABELLED.jsonl [REPORT.md] [--lines | --set-aside]
               accuracy --ordinary FOLDER... [--lines]
        """)
      return
    }
    let engine = try Engine()
    guard path != "--ordinary" else {
      return try ordinary(Array(arguments.dropFirst()), engine: engine, printsPlaces: showsLines)
    }
    var measurement = Scoreboard()
    for place in LabelledPlace.places(of: try LabelledLine.read(path, part)) {
      measurement.add(place, engine: engine, printsLines: showsLines && part == .development)
    }
    let report = measurement.report
    print(report)
    if arguments.count > 1 {
      let date = Date.now.formatted(.iso8601.year().month().day())
      try Data("# Accuracy on labelled lines, \(date)\n\n\(report)\n".utf8).write(to: URL(filePath: arguments[1]))
    }
  }

  private static func ordinary(_ folders: [String], engine: Engine, printsPlaces: Bool) throws {
    var rows: [String] = []
    for folder in folders {
      var code = OrdinaryCode()
      try code.add(folder, engine: engine, printsPlaces: printsPlaces)
      rows.append(code.row(named: URL(filePath: folder).lastPathComponent))
    }
    print(([OrdinaryCode.header] + rows).joined(separator: "\n"))
  }
}

/// What became of the labelled lines.
struct Scoreboard {
  private var all = Tally()
  private var categories: [String: Tally] = [:]
  private var rules: [String: (right: Int, wrong: Int)] = [:]

  mutating func add(_ place: LabelledPlace, engine: Engine, printsLines: Bool) {
    guard let isSecret = place.isSecret else { return }
    let record = place.records.first { $0.label == .secret && $0.isInMainFigure } ?? place.records[0]
    let findings = engine.findings(in: place.text, path: record.file).filter { finding in
      finding.secret.overlaps(place.range)
    }
    let best = findings.max { $0.confidence < $1.confidence }
    let confidence = best?.confidence
    all.add(isSecret: isSecret, confidence: confidence)
    categories[record.category, default: Tally()].add(isSecret: isSecret, confidence: confidence)
    if let best, best.confidence >= .medium {
      let rule = engine.rule(of: best)
      if isSecret { rules[rule, default: (0, 0)].right += 1 } else { rules[rule, default: (0, 0)].wrong += 1 }
    }
    if printsLines { printVerdict(on: record, place, isSecret: isSecret, best: best, engine: engine) }
  }

  /// One tab-separated row: verdict at medium confidence, rule or why there is no finding, category, place.
  private func printVerdict(
    on record: LabelledLine, _ place: LabelledPlace, isSecret: Bool, best: Candidate?, engine: Engine
  ) {
    let isFound = best.map { $0.confidence >= .medium } ?? false
    let verdict = isSecret ? (isFound ? "right" : "missed") : (isFound ? "wrong" : "quiet")
    let drops = engine.drops(in: place.range, of: place.text, path: record.file).joined(separator: "; ")
    let rule = best.map { "\(engine.rule(of: $0)) \($0.confidence)" } ?? "(\(drops))"
    print(verdict, rule, record.category, record.file, record.line, separator: "\t")
  }

  /// The tables, in Markdown.
  var report: String {
    var lines = [
      "| findings with confidence | precision | recall | F1 | right | wrong | secrets |",
      "|---|---|---|---|---|---|---|",
    ]
    for (name, floor) in [("high", Confidence.high), ("medium and up", .medium), ("low and up", .low)] {
      lines.append("| \(name) | \(cells(all.score(atLeast: floor))) |")
    }
    lines += [
      "", "Of a confidence alone: " + [Confidence.high, .medium, .low].map(share).joined(separator: ", ") + ".",
    ]
    lines += [
      "", "| category (medium and up) | precision | recall | F1 | right | wrong | secrets |",
      "|---|---|---|---|---|---|---|",
    ]
    for (name, tally) in categories.sorted(by: { missed($0.value) > missed($1.value) }) where missed(tally) > 2 {
      lines.append("| \(name) | \(cells(tally.score(atLeast: .medium))) |")
    }
    lines += ["", "| rule (medium and up) | right | wrong |", "|---|---|---|"]
    for (name, count) in rules.sorted(by: { ($0.value.wrong, $1.key) > ($1.value.wrong, $0.key) }).prefix(25) {
      lines.append("| \(name) | \(count.right) | \(count.wrong) |")
    }
    return lines.joined(separator: "\n")
  }

  private func missed(_ tally: Tally) -> Int {
    let score = tally.score(atLeast: .medium)
    return score.secrets - score.hits + score.alarms
  }

  private func share(_ confidence: Confidence) -> String {
    let (right, wrong) = (all.right[confidence] ?? 0, all.wrong[confidence] ?? 0)
    return "\(confidence) \(right) of \(right + wrong) right"
  }

  private func cells(_ score: Score) -> String {
    let shares = [score.precision, score.recall, score.f1].map { value in
      let thousandths = Int((value * 1000).rounded())
      return "\(thousandths / 1000).\(String(1000 + thousandths % 1000).dropFirst())"
    }
    return (shares + [String(score.hits), String(score.alarms), String(score.secrets)]).joined(separator: " | ")
  }
}
