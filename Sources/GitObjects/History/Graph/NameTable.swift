/// Gives each distinct name a number: few of the names in trees are distinct.
struct NameTable: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var slots = NumberSlots()
  // Random, so that nobody can choose names whose hashes collide.
  private let salt = UInt64.random(in: .min ... .max)

  /// Number of names.
  var count: Int { ends.count }

  /// The bytes of a name.
  subscript(number: Int32) -> ArraySlice<UInt8> { bytes[range(Int(number))] }

  /// The number of a name, which is added if it is new.
  mutating func number(of name: Span<UInt8>) -> Int32 {
    if slots.isHalfFull { slots = slots.grown(hash) }
    return name.withUnsafeBytes { name in
      switch slots.find(hash(name), isEqual: { isEqual(Int($0), name) }) {
      case .number(let number): return number
      case .free(let slot):
        bytes.append(contentsOf: name)
        ends.append(bytes.count)
        return slots.insert(at: slot)
      }
    }
  }

  private func range(_ number: Int) -> Range<Int> { (number == 0 ? 0 : ends[number - 1])..<ends[number] }

  private func isEqual(_ number: Int, _ name: UnsafeRawBufferPointer) -> Bool {
    let range = range(number)
    guard range.count == name.count else { return false }
    return bytes.withUnsafeBytes { bytes in
      let known = UnsafeRawBufferPointer(rebasing: bytes[range])
      var offset = 0
      while offset &+ 8 <= name.count {
        guard Self.word(known, at: offset) == Self.word(name, at: offset) else { return false }
        offset &+= 8
      }
      return Self.tail(known, from: offset) == Self.tail(name, from: offset)
    }
  }

  private func hash(_ number: Int32) -> Int {
    bytes.withUnsafeBytes { hash(UnsafeRawBufferPointer(rebasing: $0[range(Int(number))])) }
  }

  /// Multiplies eight bytes at a time into 128 bits and folds those to 64.
  private func hash(_ name: UnsafeRawBufferPointer) -> Int {
    var hash = salt ^ UInt64(name.count)
    func mix(_ word: UInt64) {
      let product = (hash ^ word).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
      hash = product.high ^ product.low
    }
    var offset = 0
    while offset &+ 8 <= name.count {
      mix(Self.word(name, at: offset))
      offset &+= 8
    }
    mix(Self.tail(name, from: offset))
    return Int(truncatingIfNeeded: hash)
  }

  /// Eight bytes, which must be inside `bytes`.
  private static func word(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> UInt64 {
    bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }

  /// The last bytes, fewer than eight.
  private static func tail(_ bytes: UnsafeRawBufferPointer, from start: Int) -> UInt64 {
    var word: UInt64 = 0
    for offset in start..<bytes.count { word = word << 8 | UInt64(bytes[offset]) }
    return word
  }
}
