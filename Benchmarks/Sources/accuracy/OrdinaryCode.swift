import Detection
import Findings
import Labelled

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Findings in folders of code that nobody labelled: nearly all are false alarms or committed test credentials.
struct OrdinaryCode {
  private static let largestFile = 2_000_000

  private var lines = 0
  private var files = 0
  private var counts: [Confidence: Int] = [:]
  private var rules: [String: Int] = [:]

  /// Scans one folder; prints the place and rule of each finding if asked to, never the secret.
  mutating func add(_ folder: String, engine: Engine, printsPlaces: Bool) throws {
    let root = URL(filePath: folder)
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() where !path.hasPrefix(".git/") {
      guard let content = try? Data(contentsOf: root.appending(path: path)), content.count <= Self.largestFile,
        !content.prefix(8192).contains(0)
      else { continue }
      let text = Array(content)
      lines += text.count { $0 == UInt8(ascii: "\n") }
      files += 1
      for finding in engine.findings(in: text, path: path) {
        counts[finding.confidence, default: 0] += 1
        guard finding.confidence >= .medium else { continue }
        rules[engine.rule(of: finding), default: 0] += 1
        guard printsPlaces else { continue }
        print(
          "finding", engine.rule(of: finding), finding.confidence, "\(folder)/\(path):\(finding.start.line)",
          finding.start.column, separator: "\t")
      }
    }
  }

  /// One row for each folder, and one for all of them.
  static func table(of folders: [(name: String, code: OrdinaryCode)]) -> String {
    var table = MarkdownTable(
      "folder", "files", "lines", "high", "medium", "low", "medium and up per 1,000 files", "per million lines",
      "rules")
    var sum = OrdinaryCode()
    for (name, code) in folders {
      table.add([name] + code.cells)
      sum.add(code)
    }
    if folders.count > 1 { table.add(["together"] + sum.cells) }
    return table.text
  }

  private mutating func add(_ other: OrdinaryCode) {
    lines += other.lines
    files += other.files
    counts.merge(other.counts, uniquingKeysWith: +)
    rules.merge(other.rules, uniquingKeysWith: +)
  }

  private var cells: [String] {
    let found = (counts[.high] ?? 0) + (counts[.medium] ?? 0)
    let top = rules.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(4).map { "\($0.key) \($0.value)" }
    return [files, lines, counts[.high] ?? 0, counts[.medium] ?? 0, counts[.low] ?? 0].map(String.init)
      + [Self.rate(found, per: 1000, of: files), Self.rate(found, per: 1_000_000, of: lines)]
      + [top.joined(separator: ", ")]
  }

  /// With one digit after the point.
  private static func rate(_ found: Int, per unit: Int, of total: Int) -> String {
    let tenths = Int((Double(found * unit * 10) / Double(max(1, total))).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
