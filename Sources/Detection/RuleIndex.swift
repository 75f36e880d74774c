import ByteSearch
public import Rules

/// A rule set made ready to search: shared by all workers.
public struct RuleIndex: Sendable {
  public let rules: RuleSet
  let literals: LiteralIndex
  /// Rules of literal `n`: `literalRules[literalStart[n]..<literalStart[n + 1]]`.
  private let literalRules: [Int32]
  private let literalStart: [Int32]
  /// Rules that have a regex and no keyword: tried on every text.
  let alwaysTried: [Int]
  /// Rules without a regex: the path alone makes the finding.
  let pathRules: [Int]

  public init(_ rules: RuleSet) {
    self.rules = rules
    var literals: [UInt8] = []
    var literalEnds: [Int32] = []
    var literalRules: [Int32] = []
    var literalStart: [Int32] = [0]
    var alwaysTried = rules.rulesWithoutKeyword
    rules.forEachKeyword { keyword, rules in
      guard keyword.count >= LiteralIndex.shortestLiteral else {
        alwaysTried += rules.map(Int.init)
        return
      }
      literals += keyword
      literalEnds.append(Int32(literals.count))
      literalRules += rules
      literalStart.append(Int32(literalRules.count))
    }
    self.literals = LiteralIndex(joined: literals, ends: literalEnds)
    self.literalRules = literalRules
    self.literalStart = literalStart
    let untied = Array(Set(alwaysTried)).sorted()
    pathRules = untied.filter { rules.rule(at: $0).regex == nil }
    self.alwaysTried = untied.filter { [pathRules] in !pathRules.contains($0) }
  }

  /// Indices of the rules that a literal is a keyword of.
  func rules(of literal: Int32) -> ArraySlice<Int32> {
    literalRules[Int(literalStart[Int(literal)])..<Int(literalStart[Int(literal) + 1])]
  }

  /// Number of bytes of a literal.
  func length(of literal: Int32) -> Int { literals.length(of: Int(literal)) }
}
