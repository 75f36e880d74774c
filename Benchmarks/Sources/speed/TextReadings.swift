import BuiltInRules
import ByteSearch
import Detection
import Foundation
import Rules

/// What the parts of the engine that look at texts cost.
struct TextReadings {
  /// Rules whose regexes are tried on whole texts for comparison.
  private static let sampledRules = 20

  private let pieces: [[UInt8]]
  private let bytes: Int

  init(_ pieces: [[UInt8]]) {
    self.pieces = pieces
    bytes = pieces.map(\.count).reduce(0, +)
  }

  /// The yardstick: every byte read and written once.
  ///
  /// - Returns: Seconds.
  func copying() -> Double {
    let target = UnsafeMutableRawBufferPointer.allocate(byteCount: Speed.pieceSize, alignment: 16)
    defer { target.deallocate() }
    return Stopwatch.measure("copying the texts (memcpy)", bytes: bytes) {
      for piece in pieces { piece.withUnsafeBytes { target.copyMemory(from: $0) } }
      return Int(target[0])
    }
  }

  func keywordIndex() throws {
    let keywords = Keywords(BuiltInRules.ruleSet)
    let ours = Stopwatch.measure("keyword index, \(keywords.count) literals", bytes: bytes) {
      keywords.countHits(in: pieces)
    }
    let vectorscan = try Vectorscan(keywords.literals)
    let theirs = Stopwatch.measure("Vectorscan, the same literals", bytes: bytes) { vectorscan.countHits(in: pieces) }
    Stopwatch.ratio("keyword index is", theirs / ours, "times as fast as Vectorscan")
  }

  func candidates(beside copying: Double) throws {
    let detector = try Detector(RuleIndex(BuiltInRules.ruleSet))
    let ours = Stopwatch.measure("candidates: keywords, regexes, filters", bytes: bytes) {
      pieces.map { detector.candidates(in: $0.span).count }.reduce(0, +)
    }
    Stopwatch.ratio("candidates cost", ours / copying, "times what copying costs")
  }

  /// Regexes on windows around keywords, against the same regexes on whole texts.
  func regexWindows() throws {
    let rules = BuiltInRules.ruleSet
    let step = max(1, rules.count / Self.sampledRules)
    let sample = stride(from: 0, to: rules.count, by: step).map { rules.rule(at: $0) }.filter { rule in
      rule.regex != nil && rule.context.isEmpty && rule.required.isEmpty && !rule.keywords.isEmpty
    }
    let detector = try Detector(RuleIndex(RuleSet(sample)))
    let ours = Stopwatch.measure("windows of \(sample.count) rules' regexes", bytes: bytes) {
      pieces.map { detector.candidates(in: $0.span).count }.reduce(0, +)
    }
    let patterns = try sample.compactMap(\.regex).map { try Pattern($0) }
    let scratch = MatchScratch()
    let whole = Stopwatch.measure("the same regexes on whole texts (PCRE2)", bytes: bytes) {
      pieces.map { piece in
        patterns.count { (try? $0.matches(anywhereIn: piece.span, using: scratch)) ?? false }
      }.reduce(0, +)
    }
    Stopwatch.ratio("windows cost", ours / whole, "of what whole texts cost")
  }

  /// Judging a text by what a delta changed, against judging it in full.
  func deltaCarry(beside copying: Double) throws {
    let detector = try Detector(RuleIndex(BuiltInRules.ruleSet))
    let memory = VerdictMemory(isUsed: false)
    let edited = pieces.map { EditedText($0) }
    let bases = pieces.map { detector.judge($0.span, isBinary: false, base: nil, memory: memory) { _ in 0 } }
    let full = Stopwatch.measure("judging edited texts in full", bytes: bytes) {
      edited.map { text in
        detector.judge(text.text.span, isBinary: false, base: nil, memory: memory) { _ in 0 }.marks.count
      }.reduce(0, +)
    }
    let carried = Stopwatch.measure("judging what a line more changed", bytes: bytes) {
      zip(edited, bases).map { text, base in
        detector.judge(text.text.span, isBinary: false, base: (base, text.edits), memory: memory) { _ in 0 }.marks.count
      }.reduce(0, +)
    }
    Stopwatch.ratio("carrying costs", carried / full, "of judging in full")
    Stopwatch.ratio("carrying costs", carried / copying, "times what copying costs")
  }

  func lineCounting(beside copying: Double) {
    let ours = Stopwatch.measure("line counting", bytes: bytes) {
      pieces.map { piece in
        var lines = LineCounter()
        return lines.position(of: piece.count, in: piece.span).line
      }.reduce(0, +)
    }
    Stopwatch.ratio("line counting costs", ours / copying, "times what copying costs")
  }
}

/// A text with a line more in its midst, as the next version of a file often is.
private struct EditedText {
  let text: [UInt8]
  let edits: EditScript

  init(_ base: [UInt8]) {
    let middle = base.count / 2
    let line = Array("one more line of ordinary text\n".utf8)
    text = base[..<middle] + line + base[middle...]
    var edits = EditScript()
    edits.copy(from: 0, count: middle)
    edits.insert(count: line.count)
    edits.copy(from: middle, count: base.count - middle)
    self.edits = edits
  }
}
