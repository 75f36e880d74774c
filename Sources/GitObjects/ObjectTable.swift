/// Finds an object's node by id: open addressing over half of the id, checked against the full id.
///
/// Slots are salted per process, so that ids chosen by someone else cannot crowd together.
struct ObjectTable: Sendable {
  // Upper half: part of the salted id; lower half: node + 1; zero is an empty slot.
  private var slots: [UInt64]
  private let mask: Int
  private let salt: UInt64

  init(capacity: Int) {
    var size = 16
    while size < capacity * 2 { size *= 2 }
    slots = [UInt64](repeating: 0, count: size)
    mask = size - 1
    salt = UInt64.random(in: 0...UInt64.max) | 1
  }

  /// The node of an id; `idOf` tells the full id of a node.
  func find(_ id: ObjectID, idOf: (Int32) -> ObjectID) -> Int32? {
    let hash = mix(id)
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      let node = Int32(truncatingIfNeeded: slots[slot] & 0xffff_ffff) &- 1
      if slots[slot] >> 32 == hash >> 32, idOf(node) == id { return node }
      slot = (slot &+ 1) & mask
    }
    return nil
  }

  /// Adds a node unless its id has one already, which is returned.
  mutating func insert(_ id: ObjectID, _ node: Int32, idOf: (Int32) -> ObjectID) -> Int32? {
    let hash = mix(id)
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      let other = Int32(truncatingIfNeeded: slots[slot] & 0xffff_ffff) &- 1
      if slots[slot] >> 32 == hash >> 32, idOf(other) == id { return other }
      slot = (slot &+ 1) & mask
    }
    slots[slot] = hash & 0xffff_ffff_0000_0000 | UInt64(node) + 1
    return nil
  }

  private func mix(_ id: ObjectID) -> UInt64 {
    let first = (id.word0 ^ salt) &* 0x9e37_79b9_7f4a_7c15
    let second = (id.word1 ^ (first >> 29)) &* 0xbf58_476d_1ce4_e5b9
    return (second ^ (second >> 32) ^ id.word2) &* salt
  }
}
