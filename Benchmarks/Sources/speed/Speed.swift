import BuiltInRules
import Detection
import Foundation
import Rules

/// Measures the parts of the engine, each beside what bounds it or what it replaces.
///
///     swift run -c release speed [--pack FILE]... PATH...
///
/// Files below the paths are the texts; a pack, with its index beside it, is what inflating is measured on.
@main
enum Speed {
  /// Texts are searched in pieces of this size, as source files are.
  static let pieceSize = 64 << 10

  static func main() {
    var (packs, paths): ([String], [String]) = ([], [])
    var words = CommandLine.arguments.dropFirst()
    while let word = words.popFirst() {
      if word == "--pack", let pack = words.popFirst() { packs.append(pack) } else { paths.append(word) }
    }
    if paths.isEmpty, packs.isEmpty { stop("usage: speed [--pack FILE]... PATH...") }
    do {
      let pieces = try paths.flatMap(read).flatMap(pieces)
      if !pieces.isEmpty { try measure(pieces) }
      for pack in packs { try PackReadings(pack).measure() }
    } catch {
      stop("speed: \(error)")
    }
  }

  private static func stop(_ message: String) -> Never {
    FileHandle.standardError.write(Data("\(message)\n".utf8))
    exit(2)
  }

  private static func measure(_ pieces: [[UInt8]]) throws {
    let bytes = pieces.map(\.count).reduce(0, +)
    print(
      "\(pieces.count) texts, \(bytes) bytes, \(BuiltInRules.ruleSet.count) rules, best of \(Stopwatch.rounds) runs")
    let copying = TextReadings(pieces).copying()
    try TextReadings(pieces).keywordIndex()
    try TextReadings(pieces).candidates(beside: copying)
    try TextReadings(pieces).regexWindows()
    try TextReadings(pieces).deltaCarry(beside: copying)
    TextReadings(pieces).lineCounting(beside: copying)
    Stopwatch.measure("making the rule index", bytes: 0) { RuleIndex(BuiltInRules.ruleSet).rules.count }
  }

  /// The bytes of a file, or of all files below a folder.
  private static func read(_ path: String) throws -> [[UInt8]] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: path])
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
