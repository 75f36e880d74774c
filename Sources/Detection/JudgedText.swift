import ByteSearch
import Rules

/// What a detector knows of a text it has judged: enough to judge a text made from it by looking only at what changed.
public struct JudgedText: Sendable {
  /// A candidate of the text, by reference: what it says is kept by the caller under `tag`.
  public struct Mark: Sendable, Hashable {
    /// Index of the rule.
    public var rule: Int32
    /// Where the keyword stands that led to it; -1 when the rule was tried on the whole text.
    var origin: Int
    /// Offset of the secret's first byte.
    public var secretStart: Int
    /// The number that the caller gave the candidate.
    public var tag: Int32
  }

  /// Number of bytes of the text.
  var length: Int
  var isBinary: Bool
  /// Every keyword of the text, by position.
  var hits: [LiteralHit]
  /// Every candidate, by origin. One secret may have several marks of one rule.
  public internal(set) var marks: [Mark]

  /// Nothing known, of an empty text.
  public init() {
    length = 0
    isBinary = false
    hits = []
    marks = []
  }
}

/// How far before and behind a keyword's first byte the judgement of its rules may look, in bytes.
struct Influence {
  /// What the scorer looks at beyond a match: its clipped line and the lines around.
  private static let scorerReach = 3 * Surroundings.reach + Surroundings.lineReach
  /// What allowlists look at that ask for the whole line.
  private static let lineReach = 4352

  private(set) var before = 0
  private(set) var after = 0

  /// - Parameter asksForLines: Whether a global allowlist looks at whole lines.
  init(of matchers: [RuleMatcher], keyword: Int, asksForLines: Bool) {
    for matcher in matchers {
      let asksForLines = asksForLines || matcher.allowlists.contains { $0.list.target == .line }
      let beyond = max(Self.scorerReach, asksForLines ? Self.lineReach : 0)
      let (before, after) = Self.reach(of: matcher)
      self.before = max(self.before, before + beyond)
      self.after = max(self.after, keyword + after + beyond)
    }
  }

  /// Takes in what another keyword at the same place needs.
  mutating func formUnion(_ other: Influence) {
    before = max(before, other.before)
    after = max(after, other.after)
  }

  private static func reach(of matcher: RuleMatcher) -> (before: Int, after: Int) {
    switch matcher.reach {
    case .window(let before, let after): (before, after)
    case .anchored(let distances, let width): (distances.upperBound, width)
    case .context: (ContextRule.influence, ContextRule.influence)
    case .wholeText: (0, 0)
    }
  }
}
