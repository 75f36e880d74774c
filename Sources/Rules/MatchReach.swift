/// Where a rule's regex has to look once one of its keywords is in a text.
package enum MatchReach: Sendable, Equatable {
  /// A match begins at most `before` bytes before one of its keywords and ends at most `after` bytes after that one's
  /// start.
  case window(before: Int, after: Int)
  /// A match begins one of `distances` bytes before the keyword and spans at most `width`, as does a ``KeyShape``'s
  /// near miss.
  case anchored(distances: ClosedRange<Int>, width: Int)
  /// The value's regex is tried around a context word, where such a run is.
  case context(ByteRun)
  /// The regex may match anywhere, keyword or not.
  case wholeText

  /// Bytes beside a window that `\b` and the boundary classes may look at.
  package static let margin = 4
  /// A regex that spans more than this is run over the whole text.
  private static let widestWindow = 64 * 1024
  /// An anchored regex is tried at no more starts than this.
  private static let mostStarts = 3

  /// Whether a match is at a known place and is short.
  package var isQuicklyRead: Bool {
    guard case .anchored(_, let width) = self else { return false }
    return width <= Self.shortWidth
  }

  private static let shortWidth = 104

  /// The reach of a rule's regex. Finding it is costly, so that of a built-in rule is stored in the binary.
  init(of rule: Rule) {
    let width = RegexWidth(rule.regex ?? "")
    guard rule.context.isEmpty else {
      self = .context(ByteRun(length: width.minimum, bytes: width.bytes))
      return
    }
    guard !rule.keywords.isEmpty, let maximum = width.maximum, maximum <= Self.widestWindow,
      width.always(containsOneOf: rule.keywords)
    else {
      self = .wholeText
      return
    }
    guard let distances = width.distances(toOneOf: rule.keywords) else {
      self = .window(before: maximum, after: maximum + Self.margin)
      return
    }
    if distances.count <= Self.mostStarts {
      self = .anchored(distances: distances, width: maximum + Self.margin + KeyShape.mostLonger)
    } else {
      self = .window(before: distances.upperBound, after: maximum + Self.margin - distances.lowerBound)
    }
  }
}

/// What a regex cannot match without: a number of bytes in a row, all out of a set.
package struct ByteRun: Sendable, Equatable {
  package let length: Int
  package let bytes: ByteSet

  /// Whether such a run is in a range of a text.
  ///
  /// Looks at the end of where a run could be first: mostly one byte shows that none is there.
  package func occurs(in range: Range<Int>, of text: Span<UInt8>) -> Bool {
    var start = range.lowerBound
    while start + length <= range.upperBound {
      var place = start + length
      while place > start, bytes.contains(text[place - 1]) { place -= 1 }
      if place == start { return true }
      start = place
    }
    return false
  }
}

extension MatchReach {
  /// The reach as numbers and a letter, as ``init(text:)`` reads it.
  var text: String {
    switch self {
    case .window(let before, let after): "w \(before) \(after)"
    case .anchored(let distances, let width): "a \(distances.lowerBound) \(distances.upperBound) \(width)"
    case .context(let run): "c \(run.length) " + run.bytes.words.map { String($0) }.joined(separator: " ")
    case .wholeText: "t"
    }
  }

  init?(text: String) {
    let fields = text.split(separator: " ")
    let numbers = fields.dropFirst().compactMap { UInt64($0) }
    let small = numbers.map { Int(truncatingIfNeeded: $0) }
    switch (fields.first, numbers.count) {
    case ("w", 2): self = .window(before: small[0], after: small[1])
    case ("a", 3) where small[0] <= small[1]: self = .anchored(distances: small[0]...small[1], width: small[2])
    case ("c", 5): self = .context(ByteRun(length: small[0], bytes: ByteSet(words: numbers[1...])))
    case ("t", 0): self = .wholeText
    default: return nil
    }
  }
}
