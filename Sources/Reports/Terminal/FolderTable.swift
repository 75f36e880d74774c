import Findings
import Text

/// How many places of each rule are in which folder.
struct FolderTable {
  private static let mostFolders = 5
  private static let mostRules = 15
  private static let longestName = 36
  private static let longestFolder = 16

  private let folders: [String]
  private let rows: [(name: String, counts: [Int])]

  /// - Returns: `nil` where a table would say nothing: for one rule in one folder.
  init?(_ findings: [Finding]) {
    let places = findings.flatMap { finding in finding.occurrences.map { (rule: finding.rule.id, path: $0.path) } }
    let depth = PlaceFolder.sharedDepth(of: places.map(\.path)) + 1
    let byFolder = Facet(places.map { [PlaceFolder.name(of: $0.path, depth: depth)] })
    let byRule = Facet(places.map { [$0.rule] })
    if byFolder.values.count < 2, byRule.values.count < 2 { return nil }
    let named = byFolder.values.prefix(Self.mostFolders).map(\.name)
    folders = named + (byFolder.values.count > named.count ? ["elsewhere"] : []) + ["all"]
    var names = byRule.values.prefix(Self.mostRules).map(\.name)
    let unnamed = byRule.values.count - names.count
    if unnamed > 0 { names.append(Counting.count(unnamed, "other rule")) }
    names.append("all")
    var counts = Array(repeating: Array(repeating: 0, count: folders.count), count: names.count)
    for (rule, folder) in zip(byRule.positions.joined(), byFolder.positions.joined()) {
      for row in [min(rule, Self.mostRules), names.count - 1] {
        counts[row][min(folder, Self.mostFolders)] += 1
        counts[row][folders.count - 1] += 1
      }
    }
    rows = Array(zip(names, counts))
  }

  func lines(_ style: TextStyle) -> [String] {
    let lead = min(Self.longestName, rows.map { TextStyle.columns(of: Escaping.visible($0.name)) }.max() ?? 0)
    let heads = folders.map { style.clipped($0, columns: Self.longestFolder) }
    let widths = heads.indices.map { column in
      ([heads[column]] + rows.map { Counting.number($0.counts[column]) }).map { TextStyle.columns(of: $0) }.max() ?? 0
    }
    func line(_ name: String, _ cells: [String]) -> String {
      let padded = zip(cells, widths).map { Self.padding($0, to: $1) + $0 }
      let name = style.clipped(name, columns: lead)
      return "  " + name + Self.padding(name, to: lead) + padded.map { "  \($0)" }.joined()
    }
    let title = style.paint("Places by rule and folder:", .strong)
    return [title, line("", heads)]
      + rows.map { row in line(row.name, row.counts.map { $0 == 0 ? "-" : Counting.number($0) }) }
  }

  private static func padding(_ text: String, to columns: Int) -> String {
    String(repeating: " ", count: max(0, columns - TextStyle.columns(of: text)))
  }
}
