import RandomTestSupport
import Rules
import Testing

@testable import Detection

/// What is remembered of a value is what its checksum says of it.
@Suite struct ChecksumMemoryTests {
  /// Values that some checksum takes and others do not, some too long to be kept, and each with a byte changed where the memory may not look.
  private static let values: [[UInt8]] = {
    var random = TestRandom()
    let card = Array("4111111111111111".utf8)
    let identifier = Array("f81d4fae-7dec-11d0-a765-00a0c91e6bf6".utf8)
    var values = [[], card, identifier]
    for length in [1, 7, 16, 36, 400] {
      for _ in 0..<20 { values.append((0..<length).map { _ in UInt8.random(in: 48...57, using: &random) }) }
    }
    for value in values where !value.isEmpty {
      for place in value.indices.prefix(40) {
        var other = value
        other[place] ^= 1
        values.append(other)
      }
    }
    return values + [[UInt8](repeating: 52, count: 20_000)]
  }()

  @Test func `it agrees with the checksum whatever came before`() {
    var random = TestRandom()
    let memory = ChecksumMemory()
    let checksums: [Checksum] = [.luhn, .uuid, .base64Text]
    var verdicts = Set<Bool>()
    for _ in 0..<10_000 {
      guard let value = Self.values.prefix(Bool.random(using: &random) ? 50 : .max).randomElement(using: &random),
        let checksum = checksums.randomElement(using: &random)
      else { return }
      let known = checksum.judge(value)
      #expect(memory.verdict(on: value, by: checksum) == known, "\(checksum) of \(value.count) bytes")
      verdicts.insert(known == .invalid)
    }
    #expect(verdicts.count == 2, "values of both kinds were asked for")
  }
}
