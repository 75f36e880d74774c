import RandomTestSupport
import Rules
import Testing

@testable import Detection

/// What is remembered of a value is what the filter says of it.
@Suite struct ReasonMemoryTests {
  private static let words = [
    "changeme", "secret", "${TOKEN}", "process.env.TOKEN", "aaaa", "12345678", "<token>", "ab",
  ]

  /// Words, random values, and those that differ from an earlier one in a byte, its end or a NUL.
  private static let values: [[UInt8]] = {
    var random = TestRandom()
    var values = words.map { Array($0.utf8) }
    for length in [0, 1, 2, 7, 8, 9, 16, 24, 31, 32, 33, 40] {
      for _ in 0..<200 { values.append((0..<length).map { _ in UInt8.random(in: 33...126, using: &random) }) }
    }
    for value in values.prefix(1000) where !value.isEmpty {
      values.append(value + [0])
      values.append(Array(value.dropLast()))
      var other = value
      other[Int.random(in: other.indices, using: &random)] ^= 1
      values.append(other)
    }
    return values
  }()

  @Test func `it agrees with the filter whatever came before`() {
    var random = TestRandom()
    let memory = ReasonMemory()
    for _ in 0..<30_000 {
      let value = Self.values[
        Int.random(in: 0..<Self.values.count / (Bool.random(using: &random) ? 1 : 50), using: &random)]
      let contextual = Bool.random(using: &random)
      #expect(
        memory.reason(for: value.span, contextual: contextual)
          == PlaceholderFilter.reason(for: value, contextual: contextual), "\(value)")
    }
  }
}
