import Detection
import Findings
import Labelled

/// What became of the labelled lines, with the tables that say it.
///
/// A finding whose secret touches a labelled line counts. A line is a secret when one of its records in the main figure
/// is; lines whose only secrets are outside of it do not count.
struct Scoreboard {
  private var all = Tally()
  private var categories = Breakdown()
  private var valueKinds = Breakdown()
  private var folderKinds = Breakdown()
  /// Lines without a secret, by category.
  private var alarms: [String: AlarmCount] = [:]
  private var rules: [String: (right: Int, wrong: Int)] = [:]
  private var knowsConcrete = false

  private struct AlarmCount {
    var lines = 0
    var lookalikes = 0
    var examples = 0
  }

  mutating func add(_ place: LabelledPlace, engine: Engine, printsLines: Bool) {
    guard let isSecret = place.isSecret else { return }
    let secrets = place.records.filter { $0.label == .secret && $0.isInMainFigure }
    let record = secrets.first ?? place.records[0]
    let best = engine.findings(in: place.text, path: record.file).filter { $0.secret.overlaps(place.range) }
      .max { $0.confidence < $1.confidence }
    let verdict = Tally.Verdict(
      isSecret: isSecret, isConcrete: secrets.contains { $0.concrete == true }, confidence: best?.confidence)
    knowsConcrete = knowsConcrete || secrets.contains { $0.concrete != nil }
    all.add(verdict)
    categories.add(verdict, to: record.category)
    valueKinds.add(verdict, to: record.valueKind)
    folderKinds.add(verdict, to: record.folderKind)
    let isFound = best.map { $0.confidence >= .medium } ?? false
    if !isSecret { count(isAlarm: isFound, on: place, record.category) }
    if let best, isFound {
      let rule = engine.rule(of: best)
      if isSecret { rules[rule, default: (0, 0)].right += 1 } else { rules[rule, default: (0, 0)].wrong += 1 }
    }
    if printsLines { printVerdict(on: record, place, isSecret: isSecret, best: best, engine: engine) }
  }

  private mutating func count(isAlarm: Bool, on place: LabelledPlace, _ category: String) {
    alarms[category, default: AlarmCount()].lines += 1
    guard isAlarm else { return }
    if place.records.contains(where: { $0.label == .notSecret }) {
      alarms[category, default: AlarmCount()].lookalikes += 1
    } else {
      alarms[category, default: AlarmCount()].examples += 1
    }
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

  // MARK: - Tables

  /// The tables, in Markdown.
  var report: String {
    let tables = [
      confidenceTable,
      valueKinds.table(of: "kind of value", showsConcrete: knowsConcrete),
      folderKinds.table(of: "kind of folder", showsConcrete: knowsConcrete),
      categories.table(of: "category", fewestMistakes: 3, showsConcrete: knowsConcrete), alarmTable, ruleTable,
    ]
    return tables.compactMap(\.self).joined(separator: "\n\n")
  }

  private var confidenceTable: String {
    var table = MarkdownTable(
      "findings with confidence", "precision", "recall", "F1", "right", "wrong", "secrets")
    let floors = [("high", Confidence.high), ("medium and up", .medium), ("low and up", .low)]
    for (name, floor) in floors { table.add([name] + all.score(atLeast: floor).cells) }
    for (name, floor) in floors where knowsConcrete {
      table.add(["concrete, \(name)"] + all.concreteScore(atLeast: floor).cells)
    }
    let shares = [Confidence.high, .medium, .low].map { confidence in
      let (right, wrong) = (all.right[confidence] ?? 0, all.wrong[confidence] ?? 0)
      return "\(confidence) \(right) of \(right + wrong) right"
    }
    return table.text + "\n\nOf a confidence alone: " + shares.joined(separator: ", ") + "."
  }

  private var alarmTable: String? {
    let wrong = alarms.filter { $0.value.lookalikes + $0.value.examples > 0 }
    guard !wrong.isEmpty else { return nil }
    var table = MarkdownTable("false alarms in category", "no secret (F)", "dummy (X)", "lines without a secret")
    for (name, count) in wrong.sorted(by: { Self.rank($0) < Self.rank($1) }) {
      table.add([name, "\(count.lookalikes)", "\(count.examples)", "\(count.lines)"])
    }
    return table.text
  }

  private static func rank(_ row: (key: String, value: AlarmCount)) -> (Int, String) {
    (-row.value.lookalikes - row.value.examples, row.key)
  }

  private var ruleTable: String {
    var table = MarkdownTable("rule", "right", "wrong")
    for (name, count) in rules.sorted(by: { ($0.value.wrong, $1.key) > ($1.value.wrong, $0.key) }).prefix(25) {
      table.add([name, "\(count.right)", "\(count.wrong)"])
    }
    return table.text
  }
}

/// Lines by kind; findings count from medium confidence on.
struct Breakdown {
  private var tallies: [String: Tally] = [:]

  /// - Parameter kind: `nil` where the set says none.
  mutating func add(_ verdict: Tally.Verdict, to kind: String?) {
    tallies[kind ?? "not said", default: Tally()].add(verdict)
  }

  /// The kinds in the order of their mistakes; `nil` when the set says no kinds.
  ///
  /// - Parameter fewestMistakes: Kinds with fewer share the last row.
  func table(of title: String, fewestMistakes: Int = 0, showsConcrete: Bool) -> String? {
    guard tallies.keys.contains(where: { $0 != "not said" }) else { return nil }
    var table = MarkdownTable(
      title, "precision", "recall", "F1", "right", "wrong", "secrets", "lines without a secret", "concrete: recall",
      "concrete: right", "concrete: secrets")
    var rest = Tally()
    for (name, tally) in tallies.sorted(by: { Self.rank($0) < Self.rank($1) }) {
      if tally.score(atLeast: .medium).mistakes < fewestMistakes {
        rest.add(tally)
      } else {
        table.add([name] + Self.cells(tally, showsConcrete: showsConcrete))
      }
    }
    if fewestMistakes > 0 { table.add(["all others"] + Self.cells(rest, showsConcrete: showsConcrete)) }
    return table.text
  }

  private static func rank(_ row: (key: String, value: Tally)) -> (Int, String) {
    (-row.value.score(atLeast: .medium).mistakes, row.key)
  }

  private static func cells(_ tally: Tally, showsConcrete: Bool) -> [String] {
    let concrete = tally.concreteScore(atLeast: .medium)
    return tally.score(atLeast: .medium).cells + ["\(tally.others)"]
      + (showsConcrete
        ? [MarkdownTable.share(concrete.recall), "\(concrete.hits)", "\(concrete.secrets)"] : ["–", "–", "–"])
  }
}

extension Score {
  /// Precision, recall, F1, right, wrong, secrets.
  var cells: [String] {
    [precision, recall, f1].map(MarkdownTable.share) + ["\(hits)", "\(alarms)", "\(secrets)"]
  }
}
