import BuiltInRules
import ByteSearch
import Detection
import Foundation
import Rules

/// Measures the parts of the engine on the files of some folders, each beside what it has to be compared with.
///
///     swift run -c release speed PATH...
@main
enum Speed {
  /// Texts are searched in pieces of this size, as source files are.
  static let pieceSize = 64 << 10

  static func main() throws {
    let paths = CommandLine.arguments.dropFirst()
    guard !paths.isEmpty else {
      FileHandle.standardError.write(Data("usage: speed PATH...\n".utf8))
      exit(2)
    }
    let pieces = try paths.flatMap(read).flatMap(pieces)
    let bytes = pieces.map(\.count).reduce(0, +)
    print(
      "\(pieces.count) texts, \(bytes) bytes, \(BuiltInRules.ruleSet.count) rules, best of \(Stopwatch.rounds) runs")
    let keywords = Keywords(BuiltInRules.ruleSet)
    let ours = Stopwatch.measure("keyword index, \(keywords.count) literals", bytes: bytes) {
      keywords.countHits(in: pieces)
    }
    let vectorscan = try Vectorscan(keywords.literals)
    let theirs = Stopwatch.measure("Vectorscan, the same literals", bytes: bytes) { vectorscan.countHits(in: pieces) }
    print(String(format: "keyword index to Vectorscan: %.2f times the rate", theirs / ours))
    let detector = try Detector(RuleIndex(BuiltInRules.ruleSet))
    Stopwatch.measure("candidates: keywords, regexes, filters", bytes: bytes) {
      pieces.map { detector.candidates(in: $0.span).count }.reduce(0, +)
    }
    Stopwatch.measure("line counting", bytes: bytes) {
      pieces.map { piece in
        var lines = LineCounter()
        return lines.place(of: piece.count, in: piece.span).line
      }.reduce(0, +)
    }
    Stopwatch.measure("making the rule index", bytes: 0) { RuleIndex(BuiltInRules.ruleSet).rules.count }
  }

  /// The bytes of a file, or of all files below a folder.
  private static func read(_ path: String) throws -> [[UInt8]] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw CocoaError(.fileNoSuchFile)
    }
    guard isFolder.boolValue else { return [Array(try Data(contentsOf: URL(fileURLWithPath: path)))] }
    let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return names.sorted().filter { !$0.hasPrefix(".git/") }
      .compactMap { try? Data(contentsOf: URL(fileURLWithPath: path + "/" + $0)) }.map { Array($0) }
  }

  private static func pieces(_ text: [UInt8]) -> [[UInt8]] {
    stride(from: 0, to: text.count, by: pieceSize).map { Array(text[$0..<min(text.count, $0 + pieceSize)]) }
  }
}

/// The literals of a rule set, as the engine searches for them.
struct Keywords {
  private(set) var literals: [[UInt8]] = []
  private let index: LiteralIndex

  var count: Int { literals.count }

  init(_ rules: RuleSet) {
    var found: [[UInt8]] = []
    rules.forEachKeyword { keyword, _ in
      if keyword.count >= LiteralIndex.shortestLiteral { found.append(Array(keyword)) }
    }
    literals = found
    index = LiteralIndex(found)
  }

  func countHits(in pieces: [[UInt8]]) -> Int {
    var hits: [LiteralHit] = []
    var total = 0
    for piece in pieces {
      hits.removeAll(keepingCapacity: true)
      index.search(piece.span, in: 0..<piece.count, into: &hits)
      total += hits.count
    }
    return total
  }
}
