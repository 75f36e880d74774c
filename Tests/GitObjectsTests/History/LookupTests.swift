import Testing

@testable import GitObjects

/// The tables for ids, keys, names and offsets, each compared with the simplest implementation.
struct LookupTests {
  private static func id(_ bytes: [UInt8]) throws -> ObjectID {
    try #require(ObjectID(bytes + [UInt8](repeating: 7, count: 20 - bytes.count)))
  }

  /// Ids in no order; many share their leading bits, some are there twice.
  private func crowdedIDs() throws -> [ObjectID] {
    var random = SeededGenerator(seed: 3)
    var ids = try (0..<3000).map { number in
      try Self.id((0..<12).map { $0 < number % 9 ? 5 : UInt8.random(in: 0...255, using: &random) })
    }
    ids += ids.prefix(200)
    return ids.shuffled(using: &random)
  }

  @Test(arguments: [false, true])
  func `the first index of each id is found`(isInOrder: Bool) throws {
    let all = try crowdedIDs()
    let ids = ObjectIDs([], loose: isInOrder ? all.sorted() : all)
    let isUsed = { (index: Int) in isInOrder || index % 7 != 0 }
    var first: [ObjectID: Int] = [:]
    var expected: [Int: Int] = [:]
    for index in 0..<ids.count where isUsed(index) {
      if let known = first[ids[index]] { expected[index] = known } else { first[ids[index]] = index }
    }
    var repeated: [Int: Int] = [:]
    let table = ObjectTable(ids, where: isUsed) { repeated[$0] = $1 }
    #expect(!expected.isEmpty && repeated == expected)
    for id in all { #expect(table.find(id) == first[id]) }
    let others = try (0..<256).map { try Self.id([UInt8($0)]) } + [Self.id([5, 5, 5, 5, 5, 5, 5, 5, 5])]
    for id in others { #expect(table.find(id) == first[id]) }
  }

  @Test func `an empty table has no id`() throws {
    let table = ObjectTable(ObjectIDs([], loose: []), where: { _ in true }, repeated: { _, _ in })
    for byte in [0, 128, 255] as [UInt8] { #expect(table.find(try Self.id([byte])) == nil) }
  }

  @Test func `a key keeps the number that it was given first`() {
    var random = SeededGenerator(seed: 4)
    var table = NumberTable()
    var expected: [UInt64: Int32] = [:]
    for number in 0..<Int32(5000) {
      let key = UInt64.random(in: 0..<4000, using: &random) << 32 | 9
      #expect(table.insert(key, number) == expected[key])
      if expected[key] == nil { expected[key] = number }
    }
    for key in 0..<UInt64(4000) { #expect(table[key << 32 | 9] == expected[key << 32 | 9]) }
  }

  @Test(.timeLimit(.minutes(1)))
  func `the search for an absent key ends at any number of keys`() {
    var table = NumberTable()
    for number in 0..<Int32(3000) {
      #expect(table[UInt64(number)] == nil)
      #expect(table.insert(UInt64(number), number) == nil)
    }
  }

  @Test func `names of all lengths are distinguished`() {
    var table = NameTable()
    let names = (0..<600).map { number in (0..<number / 20).map { UInt8(truncatingIfNeeded: number % 20 * 40 + $0) } }
    var numbers: [[UInt8]: Int32] = [:]
    for name in names + names {
      let number = table.number(of: name.span)
      #expect(number == numbers[name] ?? Int32(numbers.count))
      numbers[name] = number
      #expect(Array(table[number]) == name)
    }
    #expect(table.count == Set(names).count)
  }

  @Test(arguments: 0..<40)
  func `the first offset from another on is found`(count: Int) {
    var list = OffsetList()
    defer { list.free() }
    let offsets = (0..<count).map { $0 * 3 + 5 }
    for offset in offsets { list.append(offset) }
    for offset in 0..<130 { #expect(list.firstIndex(from: offset) == offsets.firstIndex { $0 >= offset } ?? count) }
  }

  @Test func `offsets are appended to another list, moved by a distance`() {
    var (list, other) = (OffsetList(), OffsetList())
    defer {
      list.free()
      other.free()
    }
    for offset in 0..<200 { other.append(offset * 2) }
    list.append(1)
    list.append(other, 10..<190, movedBy: -7)
    #expect((0..<list.count).map { list[$0] } == [1] + (10..<190).map { $0 * 2 - 7 })
    for index in 1..<list.count where index % 2 == 0 { list.move(index, to: index / 2) }
    list.shorten(to: 3)
    #expect((0..<list.count).map { list[$0] } == [1, 15, 19])
  }

  @Test(arguments: [ObjectFormat.sha1, .sha256])
  func `only hexadecimal digits are read`(format: ObjectFormat) throws {
    let digits = Array("0123456789abcdefABCDEF".utf8)
    let bytes = (0..<format.byteCount).map { UInt8(truncatingIfNeeded: $0 * 37 + 11) }
    let id = try #require(ObjectID(bytes))
    let text = Array(id.hex.utf8)
    #expect(ObjectID(hex: text) == id && ObjectID(id.hex.uppercased()) == id)
    #expect(ObjectID(hexIn: ([1, 2, 3] + text).span, at: 3, format) == id)
    #expect(ObjectID(hexIn: text.span, at: 1, format) == nil)
    for place in text.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = text
        changed[place] = byte
        let read = ObjectID(hex: changed)
        #expect((read != nil) == digits.contains(byte))
        #expect(read == nil || read?.hex == String(decoding: changed, as: UTF8.self).lowercased())
      }
    }
  }
}
