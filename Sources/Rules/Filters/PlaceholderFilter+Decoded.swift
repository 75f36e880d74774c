import Text

/// What a value stands for: bytes written as hexadecimal digits, base64 or a list of numbers.
extension PlaceholderFilter {
  /// Why what the value stands for is no secret: its bytes count, `404142434445…`, or it is a placeholder in base64 or
  /// in a list of bytes.
  static func decodedReason(
    _ value: Span<UInt8>, _ present: BytesPresent, contextual: Bool, applying checks: CheckSet<PlaceholderCheck>
  ) -> PlaceholderReason? {
    guard value.count >= 8 else { return nil }
    if present.contains(","), let bytes = listedBytes(value) {
      return isCounting(bytes.span) ? .sequence : reasonOfText(bytes, applying: checks)
    }
    guard let head = head(of: value) else { return nil }
    if head.counts, value.count >= 16, let bytes = decode(value), isCounting(bytes.span) { return .sequence }
    guard contextual, head.isText, value.count % 4 == 0, value.count <= longestText,
      let bytes = Base64.decode(array(value))
    else { return nil }
    // A login is more than its password.
    return bytes.contains(UInt8(ascii: ":")) ? nil : reasonOfText(bytes, applying: checks)
  }

  private static let longestText = 128

  private static func reasonOfText(
    _ bytes: [UInt8], applying checks: CheckSet<PlaceholderCheck>
  ) -> PlaceholderReason? {
    guard bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }),
      bytes.count >= 4
    else { return nil }
    let text = bytes.filter { $0 >= 0x20 }
    return reason(for: text.span, contextual: true, applying: checks)
  }

  /// What the first characters say of the rest, so that next to no value is decoded in full.
  private static func head(of value: Span<UInt8>) -> (counts: Bool, isText: Bool)? {
    if let (a, b, c) = hexadecimalHead(value) { return (b &- a == c &- b && a != b, false) }
    guard let bytes = Base64.decode(array(value.extracting(0..<4)), .either), bytes.count == 3 else { return nil }
    let counts = bytes[1] &- bytes[0] == bytes[2] &- bytes[1] && bytes[0] != bytes[1]
    return (counts, bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
  }

  /// The first three bytes of hexadecimal digits.
  private static func hexadecimalHead(_ value: Span<UInt8>) -> (UInt8, UInt8, UInt8)? {
    guard value.count % 2 == 0 else { return nil }
    for index in value.indices where !value[index].isHexDigit { return nil }
    func byte(_ place: Int) -> UInt8 { digit(value[place]) << 4 | digit(value[place + 1]) }
    return (byte(0), byte(2), byte(4))
  }

  private static func decode(_ value: Span<UInt8>) -> [UInt8]? {
    guard hexadecimalHead(value) != nil else { return Base64.decode(array(value), .either) }
    return stride(from: 0, to: value.count, by: 2).map { digit(value[$0]) << 4 | digit(value[$0 + 1]) }
  }

  private static func digit(_ byte: UInt8) -> UInt8 { byte.isDigit ? byte & 0xF : (byte & 0xF) + 9 }

  private static func array(_ value: Span<UInt8>) -> [UInt8] { value.withUnsafeBufferPointer { Array($0) } }

  /// Whether three of four bytes follow from the one before by the same step.
  private static func isCounting(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count >= 8 else { return false }
    let step = bytes[1] &- bytes[0]
    var following = 0
    for index in 1..<bytes.count where bytes[index] &- bytes[index - 1] == step { following += 1 }
    return step != 0 && following * 4 >= (bytes.count - 1) * 3
  }

  /// The bytes of a list such as `1, 2, 3` or `0x2d, 0x2d`; `nil` when something else is in it.
  private static func listedBytes(_ value: Span<UInt8>) -> [UInt8]? {
    guard value[0].isDigit else { return nil }
    var (bytes, place) = ([UInt8](), 0)
    while place < value.count {
      let isHexadecimal = value.matches("0x", at: place)
      if isHexadecimal { place += 2 }
      var (number, digits) = (0, 0)
      while place < value.count, isHexadecimal ? value[place].isHexDigit : value[place].isDigit, digits < 4 {
        number = number * (isHexadecimal ? 16 : 10) + Int(digit(value[place]))
        (place, digits) = (place + 1, digits + 1)
      }
      guard digits > 0, number < 256 else { return nil }
      bytes.append(UInt8(number))
      while place < value.count, value[place] == UInt8(ascii: ",") || value[place].isWhitespace { place += 1 }
    }
    return bytes
  }
}
