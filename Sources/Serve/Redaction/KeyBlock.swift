import ByteSearch
import Text

/// A private key in PEM or OpenPGP armour whose end has not been seen: nothing after its first line is let through.
///
/// RFC 7468 and RFC 9580, 6.2.
enum KeyBlock {
  private static let opening = Array("-----BEGIN ".utf8)
  private static let closing = Array("-----END ".utf8)
  private static let kind = Array("PRIVATE KEY".utf8)
  private static let dashes = Array("-----".utf8)
  /// Longest first line that is looked at.
  private static let longestLine = 100
  /// No private key is longer, in bytes.
  static let longest = 64 << 10

  /// Where a key begins that does not end in the text.
  static func unfinished(in text: Span<UInt8>) -> Int? {
    var (last, place) = (Int?.none, 0)
    while let start = text.firstIndex(of: opening, from: place) {
      place = start + opening.count
      let line = text.extracting(start..<min(text.count, start + longestLine))
      // The last one decides: those before it have ended, or it is in their block.
      if line.firstIndex(of: kind, from: 0) != nil { last = start }
    }
    return last.flatMap { text.firstIndex(of: closing, from: $0) == nil ? $0 : nil }
  }

  /// Where the text goes on after a key that began before it; `nil` when the key has not ended.
  static func end(in text: Span<UInt8>) -> Int? {
    guard let start = text.firstIndex(of: closing, from: 0) else { return nil }
    let name = start + closing.count
    let lineEnd = (name..<text.count).first { text[$0] == UInt8(ascii: "\n") || text[$0] == UInt8(ascii: "\\") }
    let line = text.extracting(..<(lineEnd ?? text.count))
    return line.firstIndex(of: dashes, from: name).map { $0 + dashes.count } ?? lineEnd
  }
}
