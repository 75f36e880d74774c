import Text

/// A regex of nothing but runs of bytes between two boundaries, as `\b(key_[a-f0-9]{32})\b`, or of a few alternatives of
/// such runs, as `\b(key_(?:live|test)_\w{32})\b`.
///
/// Most rules are of this kind. They are matched here, with the result that a regex engine would have, and faster: from a
/// place where a match may begin, the bytes that the shortest match would span are read backwards, up to a *stranger*, a
/// byte that no run may contain. No match begins at it or before it, so the search goes on after it, as Boyer and Moore
/// do. For `\b(key_[a-f0-9]{32})\b` a match has 36 bytes. In prose the byte 35 after a place is a blank, or a letter beyond
/// `f` other than those of `key_`, three times out of four: most places are passed over with one look.
///
/// Only regexes in which each run takes as many bytes as it can are of this kind; where giving bytes back could matter,
/// as in `[a-f]{2,8}[a-c]x`, an engine is needed.
package struct ByteRuns: Sendable, Equatable {
  /// A number of bytes out of a set.
  struct Run: Sendable, Equatable {
    var bytes: ByteSet
    var least: Int
    var most: Int
  }

  /// What must be beside the runs.
  enum Boundary: Sendable, Equatable {
    /// `\b`
    case word
    /// A byte that is not in the set, or the text's edge.
    case notIn(ByteSet)
  }

  /// What a byte may be to the runs.
  private struct Role: OptionSet {
    let rawValue: UInt8
    /// A part of some run.
    static let inRuns = Role(rawValue: 1)
    static let word = Role(rawValue: 2)
    /// One that must not be before the runs.
    static let barredBefore = Role(rawValue: 4)
    /// One that must not be after them.
    static let barredAfter = Role(rawValue: 8)
  }

  /// Where the regex and its group match.
  package struct Match: Equatable {
    package var range: Range<Int>
    package var group: Range<Int>
  }

  /// What may be between the boundaries; of those that match the first one counts.
  let alternatives: [[Run]]
  private let beginsAtWordBoundary: Bool
  private let endsAtWordBoundary: Bool
  /// Whether no match begins right after a byte that the runs may contain.
  private let beginsAfterStrangers: Bool
  private let least: Int
  /// Bytes that a match spans at most, with one on either side that a boundary may take.
  package let widest: Int
  /// For each byte value, what it may be.
  private let roles: [Role]

  /// Whether a letter or digit is the same in all matches, as in a prefix.
  package var hasFixedLetter: Bool {
    alternatives.contains { runs in runs.contains { $0.least > 0 && $0.bytes.onlyByte?.isLetterOrDigit ?? false } }
  }

  /// - Returns: `nil` when the runs could be shared out in several ways, which takes an engine that backtracks.
  init?(before: Boundary, alternatives: [[Run]], after: Boundary) {
    guard alternatives.allSatisfy({ Self.areTakenGreedily($0, before: after) }) else { return nil }
    self.alternatives = alternatives
    (beginsAtWordBoundary, endsAtWordBoundary) = (before == .word, after == .word)
    least = alternatives.map { Self.sum(of: $0.map(\.least)) }.min() ?? 0
    widest = 2 + (alternatives.map { Self.sum(of: $0.map(\.most)) }.max() ?? 0)
    let inRuns = alternatives.joined().reduce(ByteSet()) { $0.union($1.bytes) }
    roles = (0...255).map { Self.role(of: $0, before, inRuns, after) }
    let barred: Role = before == .word ? .word : .barredBefore
    beginsAfterStrangers = roles.allSatisfy { !$0.contains(.inRuns) || $0.contains(barred) }
    guard least > 0, least < Self.widthCap else { return nil }
  }

  /// No width is said to be larger: that keeps sums clear of overflow, whatever the counts.
  static let widthCap = 1 << 20

  static func sum(of counts: [Int]) -> Int {
    counts.reduce(0) { min(widthCap, $0 + min(widthCap, $1)) }
  }

  private static func role(
    of byte: UInt8, _ before: Boundary, _ inRuns: ByteSet, _ after: Boundary
  ) -> Role {
    var role: Role = ByteSet.word.contains(byte) ? .word : []
    if inRuns.contains(byte) { role.insert(.inRuns) }
    if case .notIn(let set) = before, set.contains(byte) { role.insert(.barredBefore) }
    if case .notIn(let set) = after, set.contains(byte) { role.insert(.barredAfter) }
    return role
  }

  /// Whether taking as many bytes as possible for each run in turn is the only way to match: no byte that ends a run
  /// early may begin what can follow it.
  private static func areTakenGreedily(_ runs: [Run], before boundary: Boundary) -> Bool {
    runs.indices.filter { runs[$0].least < runs[$0].most }.allSatisfy { place in
      for following in runs[(place + 1)...] {
        guard runs[place].bytes.isDisjoint(with: following.bytes) else { return false }
        if following.least > 0 { return true }
      }
      return switch boundary {
      // No boundary inside the run, nor before it where it may be left out.
      case .word: runs[(runs[place].least > 0 ? place : 0)...place].allSatisfy { $0.bytes.isSubset(of: .word) }
      case .notIn(let set): runs[place].bytes.isSubset(of: set)
      }
    }
  }

  // MARK: - Matching

  /// The first match that begins in `text[start...latest]`, as if the text ended at `end`.
  package func firstMatch(
    in text: Span<UInt8>, from start: Int, beginningUpTo latest: Int? = nil, to end: Int
  ) -> Match? {
    // A byte before the runs may be part of the match.
    let lastPlace = latest.map { beginsAtWordBoundary ? $0 : $0 + 1 } ?? end
    var place = firstPlace(of: start)
    // Bytes from `place` to here are known to be ones that the runs may contain.
    var known = place
    while place + least <= end, place <= lastPlace {
      if let stranger = lastStranger(in: max(place, known)..<place + least, of: text) {
        known = place + least
        place = stranger + 1
        continue
      }
      known = place + least
      if beginsRuns(at: place, in: text), let match = match(ofRunsAt: place, in: text, to: end) { return match }
      place = beginsAfterStrangers ? known + 1 : place + 1
    }
    return nil
  }

  /// The match that begins at `start`, as if the text ended at `end`.
  ///
  /// - Parameter lookedUntil: Grows to the end of what the answer depends on.
  package func match(in text: Span<UInt8>, at start: Int, to end: Int, lookedUntil: inout Int) -> Match? {
    lookedUntil = max(lookedUntil, start + 1)
    for place in start...start + 1 where isPlace(place, ofMatchAt: start) && place < end {
      guard beginsRuns(at: place, in: text) else { continue }
      if let match = match(ofRunsAt: place, in: text, to: end, lookedUntil: &lookedUntil) { return match }
    }
    return nil
  }

  /// Whether a value is what the runs allow, no matter what is beside it.
  package func matches(all value: Span<UInt8>) -> Bool {
    match(ofRunsAt: 0, in: value, to: value.count)?.group == 0..<value.count
  }

  /// Whether a value is not what the runs allow, but nearly: up to three bytes shorter, or with up to two bytes that no
  /// run may contain. Runs that are short, take many lengths or have alternatives are never missed.
  package func isMissed(by value: Span<UInt8>) -> Bool {
    guard let runs = onlyRuns, least >= 16 else { return false }
    let most = Self.sum(of: runs.map(\.most))
    guard most - least <= 8, (least - KeyShape.mostShorter...most).contains(value.count) else { return false }
    return value.indices.count { !has(value[$0], .inRuns) } <= 2 && !matches(all: value)
  }

  /// Whether a value ends well before the runs do, and contains nothing that they may not contain; never where there are
  /// alternatives.
  package func isCut(in value: Span<UInt8>) -> Bool {
    onlyRuns != nil && value.count < least - KeyShape.mostShorter
      && value.indices.allSatisfy { has(value[$0], .inRuns) }
  }

  /// The runs, where there are no alternatives to them.
  private var onlyRuns: [Run]? { alternatives.count == 1 ? alternatives[0] : nil }

  /// The first place where the runs of a match that begins at or after `start` can begin.
  private func firstPlace(of start: Int) -> Int { beginsAtWordBoundary || start == 0 ? start : start + 1 }

  /// Whether a match at `start` may have its runs at `place`: a byte before them is part of the match.
  func isPlace(_ place: Int, ofMatchAt start: Int) -> Bool {
    beginsAtWordBoundary || start == 0 && place == 0 ? place == start : place == start + 1
  }

  private func lastStranger(in range: Range<Int>, of text: Span<UInt8>) -> Int? {
    var place = range.upperBound
    while place > range.lowerBound {
      place -= 1
      if !has(text[place], .inRuns) { return place }
    }
    return nil
  }

  func beginsRuns(at place: Int, in text: Span<UInt8>) -> Bool {
    if beginsAtWordBoundary {
      return (place > 0 && has(text[place - 1], .word)) != has(text[place], .word)
    }
    return place == 0 || !has(text[place - 1], .barredBefore)
  }

  private func match(ofRunsAt start: Int, in text: Span<UInt8>, to end: Int) -> Match? {
    var lookedUntil = start
    return match(ofRunsAt: start, in: text, to: end, lookedUntil: &lookedUntil)
  }

  private func match(
    ofRunsAt start: Int, in text: Span<UInt8>, to end: Int, lookedUntil: inout Int
  ) -> Match? {
    for runs in alternatives {
      guard let place = Self.end(of: runs, at: start, in: text, to: end, lookedUntil: &lookedUntil),
        endsRuns(at: place, in: text, to: end)
      else { continue }
      let first = beginsAtWordBoundary || start == 0 ? start : start - 1
      let last = endsAtWordBoundary || place == end ? place : place + 1
      return Match(range: first..<last, group: start..<place)
    }
    return nil
  }

  /// Where the runs end that begin at `start`, no matter what is behind them.
  static func end(
    of runs: [Run], at start: Int, in text: Span<UInt8>, to end: Int, lookedUntil: inout Int
  ) -> Int? {
    var place = start
    for run in runs {
      var count = 0
      while count < run.most, place < end, run.bytes.contains(text[place]) {
        count += 1
        place += 1
      }
      lookedUntil = max(lookedUntil, place + 1)
      guard count >= run.least else { return nil }
    }
    return place
  }

  func endsRuns(at place: Int, in text: Span<UInt8>, to end: Int) -> Bool {
    if endsAtWordBoundary { return has(text[place - 1], .word) != (place < end && has(text[place], .word)) }
    return place == end || !has(text[place], .barredAfter)
  }

  private func has(_ byte: UInt8, _ role: Role) -> Bool { roles[Int(byte)].contains(role) }
}
