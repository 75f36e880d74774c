import Rules

/// What checksums say of values that were judged before: a private key is judged again whenever a byte within the many
/// that its rule may look at changes, and reading one takes a while.
///
/// The memory is small: newer values replace older ones. Values are compared byte by byte, so what it says is exact. One per worker.
final class ChecksumMemory {
  private struct KnownVerdict {
    var value: [UInt8]
    var checksum: Checksum
    var verdict: ChecksumVerdict
  }

  private static let places = 1 << 8
  /// Bytes of the longest value that is kept, so that a text cannot fill the memory.
  private static let longest = 1 << 14
  private var entries = [KnownVerdict?](repeating: nil, count: ChecksumMemory.places)

  /// What ``Checksum/judge(_:)`` says.
  func verdict(on value: [UInt8], by checksum: Checksum) -> ChecksumVerdict {
    guard value.count <= Self.longest else { return checksum.judge(value) }
    let place = Self.place(of: value)
    if let known = entries[place], known.checksum == checksum, known.value == value { return known.verdict }
    let verdict = checksum.judge(value)
    entries[place] = KnownVerdict(value: value, checksum: checksum, verdict: verdict)
    return verdict
  }

  /// Some bytes of a value, spread over it, and its length.
  private static func place(of value: [UInt8]) -> Int {
    var hash = UInt64(truncatingIfNeeded: value.count)
    for part in 0..<8 where !value.isEmpty {
      hash = (hash ^ UInt64(value[part * value.count / 8])) &* 0x9FB2_1C65_1E98_DF25
    }
    return Int(truncatingIfNeeded: hash &>> 32) & (places - 1)
  }
}
