import ByteSearch
public import Rules
import Text

/// A rule set made ready to search: shared by all workers. A class, since copies of its parts would cost more than a search.
public final class RuleIndex: Sendable {
  /// The rules whose literals are listed.
  public let rules: RuleSet
  /// The keywords, each cut to ``longestLiteral``; what follows is compared where one is found.
  let literals: LiteralIndex
  /// The bytes of keyword `n` after its literal: `rests[restStart[n]..<restStart[n + 1]]`, lower-case.
  private let rests: [UInt8]
  private let restStart: [Int32]
  /// Rules of literal `n`: `literalRules[literalStart[n]..<literalStart[n + 1]]`.
  private let literalRules: [Int32]
  private let literalStart: [Int32]
  /// Rules that have a regex and no keyword: tried on every text.
  let alwaysTried: [Int]
  /// Rules without a regex: the path alone makes the finding.
  let pathRules: [Int]

  /// Rules that were made ready to match when they were first needed.
  let matchers: SharedTable<Result<RuleMatcher, RuleFailure>>
  /// What the rules of literals need, found when it was first used.
  let traits: SharedTable<LiteralTraits>

  /// Between two texts that differ, a number of bytes on either side of each difference are searched again.
  static let longestLiteral = 16

  /// Lists the literals of some rules; no regex is compiled yet.
  ///
  /// - Complexity: O(bytes of all literals).
  public init(_ rules: RuleSet) {
    self.rules = rules
    var literals: [UInt8] = []
    var literalEnds: [Int32] = []
    var rests: [UInt8] = []
    var restStart: [Int32] = [0]
    var literalRules: [Int32] = []
    var literalStart: [Int32] = [0]
    var alwaysTried = rules.rulesWithoutKeyword
    rules.forEachKeyword { keyword, rules in
      guard keyword.count >= LiteralIndex.shortestLiteral else {
        alwaysTried += rules.map(Int.init)
        return
      }
      literals += keyword.prefix(Self.longestLiteral)
      rests += keyword.dropFirst(Self.longestLiteral).map { $0.isUppercase ? $0 | 0x20 : $0 }
      restStart.append(Int32(rests.count))
      literalEnds.append(Int32(literals.count))
      literalRules += rules
      literalStart.append(Int32(literalRules.count))
    }
    self.literals = LiteralIndex(joined: literals, ends: literalEnds)
    matchers = SharedTable(count: rules.count)
    traits = SharedTable(count: literalEnds.count)
    (self.rests, self.restStart) = (rests, restStart)
    self.literalRules = literalRules
    self.literalStart = literalStart
    let untied = Array(Set(alwaysTried)).sorted()
    pathRules = untied.filter { rules.rule(at: $0).regex == nil }
    self.alwaysTried = untied.filter { [pathRules] in !pathRules.contains($0) }
  }

  /// Appends the keywords that begin in a range of a text, cut to ``longestLiteral``, as `LiteralIndex` orders them.
  func findKeywords(in range: Range<Int>, of text: Span<UInt8>, into hits: inout [LiteralHit]) {
    literals.search(text, in: range, into: &hits)
  }

  /// Indices of the rules that a literal is a keyword of.
  func rules(of literal: Int32) -> [Int] { rulePlaces(of: literal).map(rule) }

  /// Where the rules of a literal are among those of all literals.
  func rulePlaces(of literal: Int32) -> Range<Int> {
    Int(literalStart[Int(literal)])..<Int(literalStart[Int(literal) + 1])
  }

  /// The index of the rule at one of the places.
  func rule(at place: Int) -> Int { Int(literalRules[place]) }

  /// Number of bytes that are searched for, at most ``longestLiteral``.
  func searchedLength(of literal: Int32) -> Int { literals.length(of: Int(literal)) }

  /// The whole keyword that a hit begins; it may reach beyond the text.
  func keyword(at hit: LiteralHit) -> Range<Int> {
    hit.position..<hit.position + searchedLength(of: hit.literal) + rest(of: hit.literal).count
  }

  /// Whether what follows a hit is the rest of its keyword.
  func isWhole(_ hit: LiteralHit, in text: Span<UInt8>) -> Bool {
    let rest = rest(of: hit.literal)
    guard !rest.isEmpty else { return true }
    let start = hit.position + searchedLength(of: hit.literal)
    guard start + rest.count <= text.count else { return false }
    return zip(rest, start..<start + rest.count).allSatisfy { place, index in
      let byte = text[index]
      return (byte.isUppercase ? byte | 0x20 : byte) == rests[place]
    }
  }

  private func rest(of literal: Int32) -> Range<Int> {
    Int(restStart[Int(literal)])..<Int(restStart[Int(literal) + 1])
  }
}
