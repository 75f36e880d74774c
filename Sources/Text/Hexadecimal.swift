/// Bytes and numbers as hexadecimal digits.
package enum Hexadecimal {
  /// Two lower-case digits for each byte.
  package static func text(of bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    for byte in bytes { text += [lower[Int(byte >> 4)], lower[Int(byte & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }

  /// Two upper-case digits, as percent-encoding has them (RFC 3986, section 2.1).
  package static func uppercased(_ byte: UInt8) -> String {
    String(decoding: [upper[Int(byte >> 4)], upper[Int(byte & 15)]], as: UTF8.self)
  }

  /// The lower-case digits of a number, with zeros in front.
  ///
  /// - Parameter width: Least number of digits.
  package static func text(of number: some BinaryInteger, width: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  /// The bytes that pairs of digits of either case stand for.
  ///
  /// - Returns: `nil` when a character is no digit, or one has no partner.
  package static func bytes(of text: some Collection<UInt8>) -> [UInt8]? {
    guard text.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 2)
    var rest = text.makeIterator()
    while let high = rest.next(), let low = rest.next() {
      guard let first = value(of: high), let second = value(of: low) else { return nil }
      bytes.append(first << 4 | second)
    }
    return bytes
  }

  /// The value of a digit of either case; `nil` for any other byte.
  @inlinable
  package static func value(of digit: UInt8) -> UInt8? {
    if digit.isDigit { return digit &- 0x30 }
    return digit.isHexDigit ? (digit | 0x20) &- 0x61 &+ 10 : nil
  }

  private static let lower = Array("0123456789abcdef".utf8)
  private static let upper = Array("0123456789ABCDEF".utf8)
}
