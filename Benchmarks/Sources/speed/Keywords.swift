import ByteSearch
import Rules

/// The literals of a rule set, as the engine searches for them.
struct Keywords {
  private(set) var literals: [[UInt8]] = []
  private let index: LiteralIndex

  var count: Int { literals.count }

  init(_ rules: RuleSet) {
    var found: [[UInt8]] = []
    rules.forEachKeyword { keyword, _ in
      if keyword.count >= LiteralIndex.shortestLiteral { found.append(Array(keyword)) }
    }
    literals = found
    index = LiteralIndex(found)
  }

  func countHits(in pieces: [[UInt8]]) -> Int {
    var hits: [LiteralHit] = []
    var total = 0
    for piece in pieces {
      hits.removeAll(keepingCapacity: true)
      index.search(piece.span, in: 0..<piece.count, into: &hits)
      total += hits.count
    }
    return total
  }
}
