import Testing

@testable import GitObjects

struct InflaterTests {
  /// "abc" in one stored block (RFC 1950, RFC 1951).
  private static let stream: [UInt8] = [
    0x78, 0x01, 0x01, 0x03, 0x00, 0xfc, 0xff, 0x61, 0x62, 0x63, 0x02, 0x4d, 0x01, 0x27,
  ]

  private func inflated(_ stream: [UInt8], unchecked: Bool, capacity: Int = 3) -> Inflater.Status {
    let inflater = Inflater()
    let buffer = ByteBuffer()
    let target = buffer.prepare(capacity)
    return stream.withUnsafeBytes {
      unchecked ? inflater.inflateUnchecked($0, into: target) : inflater.inflate($0, into: target)
    }
  }

  @Test(arguments: [false, true])
  func `a complete stream is inflated`(unchecked: Bool) {
    #expect(inflated(Self.stream + [9, 9], unchecked: unchecked) == .complete(read: 14, written: 3))
    #expect(inflated(Self.stream, unchecked: unchecked, capacity: 2) == .outputTooSmall)
  }

  @Test func `the checksum is compared unless it is to be skipped`() {
    let damaged = Self.stream.dropLast() + [0x28]
    #expect(inflated(Array(damaged), unchecked: false) == .damaged)
    #expect(inflated(Array(damaged), unchecked: true) == .complete(read: 14, written: 3))
  }

  @Test func `the same headers are accepted with and without the checksum`() {
    for first in UInt8.min...UInt8.max {
      for second in UInt8.min...UInt8.max {
        let stream = [first, second] + Self.stream[2...]
        #expect(inflated(stream, unchecked: true) == inflated(stream, unchecked: false))
      }
    }
  }

  @Test(arguments: 0..<14)
  func `a truncated stream is refused`(count: Int) {
    let cut = Array(Self.stream[..<count])
    #expect(inflated(cut, unchecked: true) == .damaged && inflated(cut, unchecked: false) == .damaged)
  }
}
