/// What a part of a regex can match, as far as widths and literals go: a superset of its real matches.
indirect enum RegexNode: Sendable, Equatable {
  /// Nothing: an anchor, a boundary, a comment.
  case empty
  /// One byte out of a set; upper-case letters as lower-case ones.
  case byte(ByteSet)
  /// An ASCII letter out of a set, or the longer character that Unicode's case folding takes for it.
  case letter(ByteSet, most: Int)
  /// One character outside ASCII or a class that may contain one: a number of bytes, of any value.
  case character(ClosedRange<Int>)
  case sequence([RegexNode])
  case alternatives([RegexNode])
  /// `most` is `nil` when there is no upper bound.
  case repeated(RegexNode, least: Int, most: Int?)

  /// Fewest and most bytes of a match; `most` is `nil` when there is no bound.
  var width: (least: Int, most: Int?) {
    switch self {
    case .empty: (0, 0)
    case .byte: (1, 1)
    case .letter(_, let most): (1, most)
    case .character(let lengths): (lengths.lowerBound, lengths.upperBound)
    case .sequence(let parts): Self.sum(of: parts)
    case .alternatives(let branches): Self.envelope(of: branches)
    case .repeated(let part, let least, let most): Self.product(part.width, least, most)
    }
  }

  /// The bytes that a match can contain.
  var bytes: ByteSet {
    switch self {
    case .empty: ByteSet()
    case .byte(let set): set.withCapitals
    case .letter, .character: .all
    case .sequence(let parts), .alternatives(let parts): parts.reduce(ByteSet()) { $0.union($1.bytes) }
    case .repeated(let part, _, _): part.bytes
    }
  }

  /// No width is said to be larger: that keeps sums and products clear of overflow.
  private static let widest = 1 << 30

  private static func sum(of parts: [RegexNode]) -> (Int, Int?) {
    var (least, most): (Int, Int?) = (0, 0)
    for part in parts {
      let width = part.width
      least = min(widest, least + width.least)
      most = most.flatMap { sum in width.most.flatMap { bounded(sum + $0) } }
    }
    return (least, most)
  }

  private static func envelope(of branches: [RegexNode]) -> (Int, Int?) {
    let widths = branches.map(\.width)
    let most = widths.reduce(0 as Int?) { most, width in most.flatMap { sofar in width.most.map { max(sofar, $0) } } }
    return (widths.map(\.least).min() ?? 0, most)
  }

  private static func product(_ width: (least: Int, most: Int?), _ least: Int, _ most: Int?) -> (Int, Int?) {
    let smallest = times(width.least, least)
    if width.most == 0 { return (smallest, 0) }
    guard let wide = width.most, let most else { return (smallest, most == 0 ? 0 : nil) }
    return (smallest, bounded(times(wide, most)))
  }

  /// Both factors are at most a little over ``widest``, so that the product fits 64 bits.
  private static func times(_ width: Int, _ count: Int) -> Int { min(widest + 1, width * min(count, widest)) }

  private static func bounded(_ width: Int) -> Int? { width > widest ? nil : width }
}
