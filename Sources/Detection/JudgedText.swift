import ByteSearch

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

/// How far around a keyword the judgement of a rule may look, either side, in bytes.
struct Influence {
  /// What the filters look at beyond a match: its line for allowlists, comments on it and on the line before.
  private static let filterReach = 4352

  private(set) var reach: Int

  init(of matchers: [RuleMatcher]) {
    reach = matchers.map { Self.reach(of: $0) }.max() ?? 0
  }

  private static func reach(of matcher: RuleMatcher) -> Int {
    switch matcher.reach {
    case .window(let before, let after): max(before, after) + filterReach
    case .anchored(let distances, let width): max(distances.upperBound, width) + filterReach
    case .context: ContextRule.farthest + filterReach
    case .wholeText: 0
    }
  }
}
