import Findings
import Text

extension TextReport {
  private static let mostGaps = 10
  private static let mostReasons = 4
  private static let mostFixed = 20

  /// Counts and coverage; at `quiet` only what makes the scan incomplete.
  var summaryLines: [String] {
    if detail == .quiet { return gapLines }
    return headline + coverageLines + hiddenLines + gapLines + acceptedLines + leftOutLines
  }

  private var headline: [String] {
    let isClean = report.findings.isEmpty && report.furtherCount == 0 && report.coverage.complete
    let found = style.paint(Wording.found(in: report), isClean ? .good : .strong) + "."
    let compared = Wording.comparison(in: report).map { style.wrapped("", $0 + ".") } ?? []
    return fixedLines + [found] + compared + (Wording.tolerated(in: report).map { style.wrapped("", $0 + ".") } ?? [])
  }

  /// Findings of an earlier report that are gone.
  private var fixedLines: [String] {
    guard let fixed = report.comparison?.fixed, !fixed.isEmpty else { return [] }
    let shown = detail == .verbose ? fixed[...] : fixed.prefix(Self.mostFixed)
    let rest = fixed.count - shown.count
    let lines = shown.flatMap { finding in
      let place = finding.occurrences.first.map { "\($0.place): " } ?? ""
      return style.wrapped("  ", "\(place)\(finding.rule.title) [\(finding.rule.id)] \(finding.fingerprint)")
    }
    let more = rest > 0 ? ["  ... and \(Counting.number(rest)) more (-v lists all)"] : []
    return [style.paint("Fixed", .good) + ":"] + lines + more + [""]
  }

  private var coverageLines: [String] {
    let listing = detail == .verbose ? "" : " (-v lists them)"
    let hidden = Wording.hidden(in: report).map { style.wrapped("", "\($0)\(listing).") } ?? []
    let notes = report.coverage.notes.flatMap { style.wrapped("Note: ", $0) }
    return style.wrapped("", Wording.scanned(in: report) + ".") + hidden + notes
  }

  private var hiddenLines: [String] {
    guard detail == .verbose, !report.hidden.isEmpty else { return [] }
    return ["Hidden findings:"]
      + report.hidden.flatMap { finding in
        let place = finding.occurrences.first.map { "\(self.place(of: $0)): " } ?? ""
        let reason = finding.suppression.map { ", \(Wording.reason(of: $0))" } ?? ""
        return style.wrapped("  ", "\(place)\(finding.rule.title) [\(finding.rule.id)] \(finding.fingerprint)\(reason)")
      }
  }

  private var gapLines: [String] {
    guard let incomplete = Wording.incomplete(report) else { return [] }
    let gaps = report.coverage.gaps
    let shown = detail == .verbose ? gaps[...] : gaps.prefix(Self.mostGaps)
    let rest = gaps.count - shown.count
    let more = rest > 0 ? ["  ... and \(Counting.number(rest)) more (-v lists all)"] : []
    return [style.paint(incomplete, .high) + ":"] + shown.flatMap(gap) + more
  }

  /// The line to paste is not wrapped, so that it stays one.
  private func gap(_ skip: Skip) -> [String] {
    style.wrapped("  ", "\(place(of: skip)): \(skip.reason); to accept it, in .leaksiftignore:")
      + ["    " + Escaping.visible(skip.acceptance)]
  }

  private var acceptedLines: [String] {
    guard let accepted = Wording.accepted(in: report) else { return [] }
    let gaps = report.coverage.accepted
    let shown = detail == .verbose ? gaps[...] : gaps.prefix(Self.mostGaps)
    let rest = gaps.count - shown.count
    let more = rest > 0 ? ["  ... and \(Counting.number(rest)) more (-v lists all)"] : []
    return [accepted + ":"]
      + shown.flatMap { style.wrapped("  ", "\(place(of: $0.gap)): \(Wording.acceptance($0))") } + more
  }

  private var leftOutLines: [String] {
    let leftOut = report.coverage.leftOut
    guard !leftOut.isEmpty else { return [] }
    let count = Counting.count(leftOut.count, "item")
    if detail == .verbose { return ["Left out by design: \(count):"] + leftOut.flatMap(line) }
    let reasons = Dictionary(grouping: leftOut, by: \.reason).sorted {
      ($1.value.count, $0.key) < ($0.value.count, $1.key)
    }
    let named = reasons.prefix(Self.mostReasons).map { "\(Counting.number($0.value.count)) \u{D7} \($0.key)" }
    let more = reasons.count > named.count ? ["and others"] : []
    return style.wrapped("", "Left out by design: \(count): \((named + more).joined(separator: "; ")) (-v lists them).")
  }

  private func place(of skip: Skip) -> String {
    var shown = skip
    shown.path = openable(skip.path)
    return shown.place
  }

  private func line(for skip: Skip) -> [String] {
    style.wrapped("  ", "\(place(of: skip)): \(skip.reason)")
  }
}
