import Text

/// Logins of HTTP's Basic scheme (RFC 7617): base64 of printable `user:password`.
enum Base64Pair {
  /// Whether a text is one.
  static func isHeld(by value: Span<UInt8>) -> Bool {
    var decoded = 0
    var colon = false
    let isText = forEachByte(of: value) { byte in
      colon = colon || (byte == UInt8(ascii: ":") && decoded > 0)
      decoded += 1
    }
    return isText && colon && decoded > 3
  }

  /// The printable text that a value stands for; `nil` when it is not base64 of one.
  static func text(of value: Span<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    return forEachByte(of: value) { bytes.append($0) } ? bytes : nil
  }

  /// Visits the bytes; false as soon as one is not printable.
  @inline(__always)
  private static func forEachByte(of value: Span<UInt8>, _ body: (UInt8) -> Void) -> Bool {
    var bits: UInt32 = 0
    var held = 0
    for index in value.indices {
      guard let sextet = Base64.digit(value[index], .either) else {
        guard value[index] == UInt8(ascii: "="), index >= value.count - 2 else { return false }
        continue
      }
      bits = bits << 6 | UInt32(sextet)
      held += 6
      if held >= 8 {
        held -= 8
        let byte = UInt8(truncatingIfNeeded: bits >> UInt32(held))
        guard byte >= 0x20, byte < 0x7F else { return false }
        body(byte)
      }
    }
    return true
  }
}
