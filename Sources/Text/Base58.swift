/// Base58 with Bitcoin's alphabet: digits and letters without `0`, `O`, `I` and `l`.
package enum Base58 {
  /// The work grows with the square of the length; no format here is longer.
  package static let longest = 256

  /// Decodes a whole text.
  ///
  /// - Returns: `nil` when a character is outside the alphabet, or the text is longer than ``longest``.
  package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard text.count <= longest else { return nil }
    var number: [UInt8] = []
    for byte in text {
      guard let digit = symbols.firstIndex(of: byte) else { return nil }
      var carry = digit
      for index in number.indices {
        carry += Int(number[index]) * 58
        number[index] = UInt8(truncatingIfNeeded: carry)
        carry >>= 8
      }
      if carry > 0 { number.append(UInt8(truncatingIfNeeded: carry)) }
    }
    return text.prefix { $0 == symbols[0] }.map { _ in 0 } + number.reversed()
  }

  /// Encodes bytes.
  ///
  /// - Complexity: O(n²) for n bytes.
  package static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var digits: [Int] = []
    for byte in bytes {
      var carry = Int(byte)
      for index in digits.indices {
        carry += digits[index] << 8
        digits[index] = carry % 58
        carry /= 58
      }
      while carry > 0 {
        digits.append(carry % 58)
        carry /= 58
      }
    }
    return bytes.prefix { $0 == 0 }.map { _ in symbols[0] } + digits.reversed().map { symbols[$0] }
  }

  private static let symbols = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)
}
