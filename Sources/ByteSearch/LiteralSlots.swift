/// Which literals a gram may belong to: a hash table without keys, since what is found in a slot is compared anyway.
///
/// Each part of a gram has slots of its own, so that no literal is found twice at one place.
struct LiteralSlots: Sendable {
  /// What the bytes beside a gram have to be for one of the slot's literals.
  private(set) var neighbours: [GramNeighbours]
  /// The entries of slot `n` are `entries[start[n]..<start[n + 1]]`.
  private(set) var start: [Int32]
  private(set) var entries: [LiteralEntry]
  let layout: Layout

  /// Where a part's slots lie among all.
  struct Layout {
    /// Highest hash of a whole gram, and of three bytes of one.
    let wholeMask: Int
    let partMask: Int

    /// Most slots stay empty.
    init(wholes: Int, parts: Int) {
      func mask(_ count: Int) -> Int { min(1 << 16, 1 << (Int.bitWidth - (4 * count).leadingZeroBitCount)) - 1 }
      (wholeMask, partMask) = (mask(wholes), mask(parts))
    }

    var count: Int { wholeMask + 1 + 2 * (partMask + 1) }

    @inline(__always)
    func slot(_ key: UInt32, of part: Gram.Part) -> Int {
      let hash = Gram.hash(key)
      return switch part {
      case .all: hash & wholeMask
      case .firstThree: wholeMask &+ 1 &+ (hash & partMask)
      case .lastThree: wholeMask &+ partMask &+ 2 &+ (hash & partMask)
      }
    }
  }

  init(_ literals: [(gram: SampledGram, entry: LiteralEntry)]) {
    let wholes = literals.count { $0.gram.part == .all }
    layout = Layout(wholes: wholes, parts: literals.count - wholes)
    neighbours = [GramNeighbours](repeating: .never, count: layout.count)
    // Counts first, then the slots' ends, and their starts when each entry has stepped back by one.
    start = [Int32](repeating: 0, count: layout.count + 1)
    for (gram, _) in literals {
      let slot = layout.slot(gram.key, of: gram.part)
      start[slot] += 1
      neighbours[slot] = neighbours[slot].common(with: gram.neighbours)
    }
    for slot in 1...layout.count { start[slot] += start[slot - 1] }
    entries = []
    guard let first = literals.first else { return }
    entries = [LiteralEntry](repeating: first.entry, count: literals.count)
    for (gram, entry) in literals.reversed() {
      let slot = layout.slot(gram.key, of: gram.part)
      start[slot] -= 1
      entries[Int(start[slot])] = entry
    }
  }
}
