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
    let depth = Self.sharedDepth(of: places.map(\.path))
    let cells = places.map { (rule: $0.rule, folder: Self.folder(of: $0.path, depth: depth)) }
    let byFolder = Self.ranked(cells.map(\.folder))
    let byRule = Self.ranked(cells.map(\.rule))
    if byFolder.count < 2, byRule.count < 2 { return nil }
    let named = byFolder.prefix(Self.mostFolders)
    let column = Dictionary(uniqueKeysWithValues: named.enumerated().map { ($1, $0) })
    let row = Dictionary(uniqueKeysWithValues: byRule.prefix(Self.mostRules).enumerated().map { ($1, $0) })
    let hasOthers = byFolder.count > named.count
    folders = named + (hasOthers ? ["elsewhere"] : []) + ["all"]
    var names = Array(byRule.prefix(Self.mostRules))
    let unnamed = byRule.count - names.count
    if unnamed > 0 { names.append(Counting.count(unnamed, "other rule")) }
    names.append("all")
    var counts = Array(repeating: Array(repeating: 0, count: folders.count), count: names.count)
    for cell in cells {
      let rule = row[cell.rule] ?? Self.mostRules
      let folder = column[cell.folder] ?? named.count
      for line in [rule, names.count - 1] {
        counts[line][folder] += 1
        counts[line][folders.count - 1] += 1
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

  /// The values by how often they occur, most often first.
  private static func ranked(_ values: [String]) -> [String] {
    let counts = values.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
  }

  /// How many folders all paths share: they tell none apart.
  private static func sharedDepth(of paths: [String]) -> Int {
    guard var shared = paths.first.map({ $0.split(separator: "/").dropLast() }) else { return 0 }
    for path in paths where !shared.isEmpty {
      let parts = path.split(separator: "/").dropLast()
      shared = shared.prefix(zip(shared, parts).prefix { $0 == $1 }.count)
    }
    return shared.count
  }

  private static func folder(of path: String, depth: Int) -> String {
    let parts = path.split(separator: "/")
    let folders = parts.dropLast().prefix(depth + 1)
    return folders.isEmpty ? "./" : folders.joined(separator: "/") + "/"
  }
}
