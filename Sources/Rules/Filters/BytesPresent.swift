/// Which bytes are in a value: one pass that spares most values most of the filter's checks.
struct BytesPresent {
  private var low: UInt64 = 0
  private var high: UInt64 = 0
  /// Whether a byte is not ASCII.
  private(set) var hasNonASCII = false
  /// Whether a byte is neither a letter nor a digit.
  private(set) var hasMarks = false

  init(_ value: Span<UInt8>) {
    for index in value.indices {
      let byte = value[index]
      if byte < 64 {
        low |= 1 << UInt64(byte)
      } else if byte < 128 {
        high |= 1 << UInt64(byte & 63)
      } else {
        hasNonASCII = true
      }
    }
    hasMarks = hasNonASCII || low & ~Self.digits != 0 || high & ~Self.letters != 0
  }

  func contains(_ mark: Unicode.Scalar) -> Bool {
    let value = mark.value
    return value < 64 ? low >> UInt64(value) & 1 == 1 : value < 128 && high >> UInt64(value & 63) & 1 == 1
  }

  private static let digits: UInt64 = 0x03FF_0000_0000_0000
  private static let letters: UInt64 = 0x07FF_FFFE_07FF_FFFE
}
