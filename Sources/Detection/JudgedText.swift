import ByteSearch
import Text

/// What a detector keeps of a text that it has judged: enough to judge a text made from it by looking only at what changed.
public struct JudgedText: Sendable {
  /// A candidate of the text, by reference: what it says is kept by the caller under `tag`.
  public struct Mark: Sendable, Hashable {
    /// Index of the rule.
    public var rule: Int32
    /// The keyword that led to it; -1 when none did: the rule was tried on the whole text, or on what it encodes.
    var literal: Int32
    /// Where that keyword is; -1 when there is none.
    var origin: Int
    /// Offset of the secret's first byte.
    public var secretStart: Int
    /// The number that the caller gave the candidate.
    public var tag: Int32
  }

  /// A keyword of the text, and how far around it its judgement looked.
  struct Hit: Sendable {
    var position: Int
    var literal: Int32
    var influence: Influence
  }

  /// A candidate in what a run of the text encodes.
  struct DecodedMark: Sendable {
    /// Without a keyword.
    var mark: Mark
    /// The bytes that decide what the run is; they may reach beyond the text.
    var lookedAt: Range<Int>
  }

  /// Number of bytes of the text.
  let length: Int
  let isBinary: Bool
  /// Whether other texts may be judged from this one.
  let isBase: Bool
  /// Whether no keyword has rules that are tried on whole texts.
  var isLocal = true
  /// Every keyword of a base, by position.
  private(set) var hits: [Hit]
  /// The candidates of a base in what its runs encode, by place; they are among ``marks`` too.
  private(set) var decodedMarks: [DecodedMark] = []
  /// Where the bytes of a base are that decide on its parts with escapes: ascending, those that touch joined.
  private(set) var escapes: [Range<Int>] = []
  /// Every candidate, by origin. One secret may have several marks of one rule.
  public internal(set) var marks: [Mark]

  /// Nothing known, of an empty text.
  public init() { self.init(length: 0, isBinary: false, isBase: false) }

  init(length: Int, isBinary: Bool, isBase: Bool) {
    (self.length, self.isBinary, self.isBase) = (length, isBinary, isBase)
    hits = []
    marks = []
  }

  /// Reserves memory for about as many keywords as another text has.
  mutating func reserveHits(of other: JudgedText) {
    if isBase { hits.reserveCapacity(other.hits.count) }
  }

  /// Adds a keyword to a base; places may step back a little.
  mutating func add(_ hit: Hit) {
    guard isBase else { return }
    var place = hits.count
    while place > 0, hits[place - 1].position > hit.position { place -= 1 }
    if place == hits.count { hits.append(hit) } else { hits.insert(hit, at: place) }
  }

  /// Adds a candidate; origins may step back a little.
  mutating func add(_ mark: Mark) {
    var place = marks.count
    while place > 0, marks[place - 1].origin > mark.origin { place -= 1 }
    if place == marks.count { marks.append(mark) } else { marks.insert(mark, at: place) }
  }

  /// Adds a candidate in what a run encodes; places may step back a little.
  mutating func add(_ mark: DecodedMark) {
    add(mark.mark)
    guard isBase else { return }
    var place = decodedMarks.count
    while place > 0, decodedMarks[place - 1].mark.secretStart > mark.mark.secretStart { place -= 1 }
    if place == decodedMarks.count { decodedMarks.append(mark) } else { decodedMarks.insert(mark, at: place) }
  }

  /// The candidates in what runs encode that begin in a range.
  func decodedMarks(in range: Range<Int>) -> ArraySlice<DecodedMark> {
    let first = decodedMarks.partitioningIndex { $0.mark.secretStart >= range.lowerBound }
    return decodedMarks[first...].prefix { $0.mark.secretStart < range.upperBound }
  }

  /// Notes which bytes of a base decide on a part with escapes; places may step back a little.
  mutating func addEscapes(in lookedAt: Range<Int>) {
    guard isBase else { return }
    var place = escapes.count
    while place > 0, escapes[place - 1].lowerBound > lookedAt.upperBound { place -= 1 }
    let first = escapes[..<place].partitioningIndex { $0.upperBound >= lookedAt.lowerBound }
    let joined = escapes[first..<place].reduce(lookedAt) {
      min($0.lowerBound, $1.lowerBound)..<max($0.upperBound, $1.upperBound)
    }
    escapes.replaceSubrange(first..<place, with: CollectionOfOne(joined))
  }

  /// The parts of a range that decide on parts with escapes.
  func escapes(in range: Range<Int>) -> some Sequence<Range<Int>> {
    let first = escapes.partitioningIndex { $0.upperBound > range.lowerBound }
    return escapes[first...].prefix { $0.lowerBound < range.upperBound }.lazy.map { $0.clamped(to: range) }
  }

  /// Whether a place of a base is in, or at an end of, what decides on a part with escapes.
  func hasEscapes(around place: Int) -> Bool {
    let next = escapes.partitioningIndex { $0.upperBound >= place }
    return next < escapes.count && escapes[next].lowerBound <= place
  }

  /// Index of the first keyword at or after a place.
  func firstHit(at position: Int) -> Int {
    hits.partitioningIndex { $0.position >= position }
  }

  /// Index of the first candidate whose keyword is at or after a place.
  func firstMark(from origin: Int) -> Int {
    marks.partitioningIndex { $0.origin >= origin }
  }
}

/// The bytes around a keyword's first byte that its judgement depends on: while they stay, so does the verdict.
struct Influence: Sendable, Equatable {
  private(set) var before: UInt16
  private(set) var after: UInt16

  /// - Parameters:
  ///   - range: What was looked at.
  ///   - position: Offset of the keyword's first byte.
  init(_ range: Range<Int>, around position: Int) {
    before = UInt16(clamping: position - range.lowerBound)
    after = UInt16(clamping: range.upperBound - position)
  }

  /// What was looked at, if it was no more than can be noted.
  func range(around position: Int) -> Range<Int> { position - Int(before)..<position + Int(after) }

  /// Whether everything looked at around `position` was copied with it, in a run of a text of `length` bytes that was
  /// made from one of `baseLength`.
  func isWithin(_ run: EditScript.CopiedRun, around position: Int, length: Int, baseLength: Int) -> Bool {
    return run.copies(
      range(around: position), length: length, baseLength: baseLength, startsWithin: before < .max,
      endsWithin: after < .max)
  }
}

extension EditScript.CopiedRun {
  /// Whether everything that was looked at was copied, in a text of `length` bytes that was made from one of `baseLength`.
  ///
  /// Where the text begins or ends within it, the earlier text has to begin or end at the same place.
  /// - Parameters:
  ///   - lookedAt: A range of the new text; it may reach beyond it.
  ///   - startsWithin: Whether the range begins where it says, not before.
  ///   - endsWithin: Whether it ends where it says, not after.
  @inline(__always)
  func copies(
    _ lookedAt: Range<Int>, length: Int, baseLength: Int, startsWithin: Bool = true, endsWithin: Bool = true
  ) -> Bool {
    let startsAlike = lookedAt.lowerBound >= start && startsWithin || start == 0 && baseStart == 0
    let endsAlike = lookedAt.upperBound <= end && endsWithin || end == length && end - (start - baseStart) == baseLength
    return startsAlike && endsAlike
  }
}
