import Detection
import Text

/// Finds other copies of a secret in a line.
enum SecretCopies {
  /// Secrets shorter than this are masked where they were found and not wherever else they are.
  private static let shortest = 4

  /// Where a line has a secret, as it is or encoded.
  static func ranges(of secret: [UInt8], in text: [UInt8]) -> [Range<Int>] {
    guard secret.count >= shortest, secret.count <= text.count else { return [] }
    let plain = places(of: secret, in: text)
    let encoded = EncodedCopies.ranges(of: secret, in: text)
    guard text.contains(UInt8(ascii: "%")) else { return plain + encoded }
    let (decoded, origins) = decoded(text)
    return plain + encoded + places(of: secret, in: decoded).map { origins[$0.lowerBound]..<origins[$0.upperBound] }
  }

  private static func places(of needle: [UInt8], in text: [UInt8]) -> [Range<Int>] {
    guard let first = needle.first, needle.count <= text.count else { return [] }
    return (0...text.count - needle.count).lazy.filter { text[$0] == first }.map { $0..<$0 + needle.count }
      .filter { text[$0].elementsEqual(needle) }
  }

  /// The text without percent-encoding, and where each byte of it, and its end, was.
  private static func decoded(_ text: [UInt8]) -> ([UInt8], origins: [Int]) {
    var bytes: [UInt8] = []
    var origins: [Int] = []
    var place = 0
    while place < text.count {
      origins.append(place)
      if text[place] == UInt8(ascii: "%"), place + 2 < text.count,
        let byte = Hexadecimal.bytes(of: text[place + 1...place + 2])?.first
      {
        bytes.append(byte)
        place += 3
      } else {
        bytes.append(text[place])
        place += 1
      }
    }
    return (bytes, origins + [place])
  }
}
