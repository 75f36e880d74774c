/// Reads the outer fields of ASN.1 DER (ITU-T X.690), enough to recognise private keys.
struct DER {
  enum Tag: UInt8 {
    case integer = 0x02, octetString = 0x04, objectIdentifier = 0x06, sequence = 0x30
  }

  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// Contents of the next element when it has this tag and is complete.
  mutating func next(_ tag: Tag) -> ArraySlice<UInt8>? {
    guard rest.first == tag.rawValue, let head = rest.dropFirst().first else { return nil }
    var body = rest.dropFirst(2)
    var length = Int(head)
    if head >= 0x80 {
      // Three length bytes are 16 MB, more than any key.
      let count = Int(head & 0x7F)
      guard (1...3).contains(count), body.count >= count else { return nil }
      length = Int(body.prefix(count).bigEndian)
      body = body.dropFirst(count)
    }
    guard length <= body.count else { return nil }
    rest = body.dropFirst(length)
    return body.prefix(length)
  }

  /// Encodes an element.
  static func element(_ tag: Tag, _ contents: [UInt8]) -> [UInt8] {
    let length = contents.count
    let head: [UInt8] =
      switch length {
      case 0..<0x80: [UInt8(length)]
      case 0x80...0xFF: [0x81, UInt8(length)]
      default: [0x82, UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length)]
      }
    return [tag.rawValue] + head + contents
  }
}
