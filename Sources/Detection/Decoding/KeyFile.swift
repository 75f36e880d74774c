import Text

/// A private key as a file of its own in DER, without the base64 that PEM makes of it: the rule for that base64 finds it.
///
/// The forms are PKCS#8 (RFC 5958), PKCS#1 (RFC 8017) and SEC 1 (RFC 5915): a sequence that begins with a version of 0 or 1,
/// and goes on with an algorithm, a number or a secret. Certificates and PKCS#12 begin otherwise.
struct KeyFile: DecodedPart {
  /// More than a key of 16,384 bits has.
  private static let longest = 16 << 10
  /// Bytes that show what it is.
  private static let head = 8
  private static let (sequence, integer, octets) = (UInt8(0x30), UInt8(0x02), UInt8(0x04))

  /// Where the sequence is.
  let range: Range<Int>
  let bytes: [UInt8]
  let layers = [DecodingLayer.der]
  let failure: String? = nil

  /// - Parameters:
  ///   - text: All of the file.
  ///   - end: Where the sequence ends.
  init(_ text: Span<UInt8>, end: Int) {
    range = 0..<end
    bytes = Base64.encode(text.extracting(range).withUnsafeBufferPointer { Array($0) })
  }

  /// Where the sequence of a key that a text begins with ends.
  ///
  /// - Complexity: Constant.
  static func end(in text: Span<UInt8>) -> Int? {
    guard text.count >= head, text[0] == sequence else { return nil }
    // Lengths of 128 bytes and more follow their number of bytes (ITU-T X.690, section 8.1.3).
    let (lengthBytes, short) = text[1] < 0x80 ? (0, Int(text[1])) : (Int(text[1] & 0x7F), 0)
    guard lengthBytes <= 2 else { return nil }
    let length = (2..<2 + lengthBytes).reduce(short) { $0 << 8 | Int(text[$1]) }
    let start = 2 + lengthBytes
    guard length >= 2 * head, start + length <= min(text.count, longest), text[start] == integer, text[start + 1] == 1,
      text[start + 2] <= 1, [sequence, integer, octets].contains(text[start + 3])
    else { return nil }
    return start + length
  }

  func start(of place: Range<Int>) -> Int { 0 }

  func place(of place: Range<Int>) -> Range<Int> { range }

  func origin(of range: Range<Int>) -> Range<Int> { self.range }

  func isHidden(_ range: Range<Int>) -> Bool { true }
}
