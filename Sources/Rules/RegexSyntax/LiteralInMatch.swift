/// Whether a literal can be in what a part of a regex matches: walks the regex with every place in the literal at
/// once.
struct LiteralInMatch {
  private let literal: [UInt8]
  private var isFound = false
  /// Work that is done before the answer is "yes, perhaps".
  private var budget = 200_000

  /// - Parameter literal: ASCII letters in lower case.
  init(_ literal: String) {
    self.literal = Array(literal.lowercased().utf8)
  }

  /// `true` also when finding out would take too long.
  mutating func canStand(in root: RegexNode) -> Bool {
    _ = follow(root, [])
    return isFound || budget <= 0 || literal.isEmpty
  }

  /// - Parameter front: Numbers of the literal's bytes that have just been read.
  private mutating func follow(_ node: RegexNode, _ front: Set<Int>) -> Set<Int> {
    budget -= 1 + front.count
    guard budget > 0, !isFound else { return [] }
    switch node {
    case .empty: return front
    case .byte(let set): return step(front) { set.contains($0) }
    case .letter(let set, let most): return characters(front, 1...most) { set.contains($0) || $0 >= 0x80 }
    case .character(let lengths): return characters(front, lengths) { _ in true }
    case .sequence(let parts): return parts.reduce(front) { follow($1, $0) }
    case .alternatives(let branches): return branches.reduce(into: []) { $0.formUnion(follow($1, front)) }
    case .repeated(let part, let least, let most): return repeated(part, least: least, most: most, front)
    }
  }

  private mutating func step(_ front: Set<Int>, _ holds: (UInt8) -> Bool) -> Set<Int> {
    var next: Set<Int> = []
    for place in front.union([0]) where holds(literal[place]) {
      if place + 1 == literal.count { isFound = true } else { next.insert(place + 1) }
    }
    return next
  }

  private mutating func characters(
    _ front: Set<Int>, _ lengths: ClosedRange<Int>, _ holds: (UInt8) -> Bool
  ) -> Set<Int> {
    var all: Set<Int> = []
    var current = front
    for length in 1...lengths.upperBound {
      current = step(current, holds)
      if lengths.contains(length) { all.formUnion(current) }
    }
    return all
  }

  private mutating func repeated(_ part: RegexNode, least: Int, most: Int?, _ front: Set<Int>) -> Set<Int> {
    var all = least == 0 ? front : []
    var current = front
    // More rounds than the literal has bytes bring nothing new, except through parts that may be empty.
    for round in 1...max(1, min(most ?? .max, literal.count + 1)) where most != 0 {
      current = follow(part, current)
      if round >= least || round > literal.count { all.formUnion(current) }
      if isFound { return all }
    }
    return most == 0 ? front : all.union(least > literal.count ? current : [])
  }
}
