import Text

/// A private key in PEM or OpenPGP armour whose end has not been seen: nothing after its first line is let through.
///
/// RFC 7468 and RFC 9580, 6.2.
enum KeyBlock {
  private static let opening = Array("-----BEGIN ".utf8)
  private static let closing = Array("-----END ".utf8)
  private static let kind = Array("PRIVATE KEY".utf8)
  /// Longest first line that is looked at.
  private static let longestLine = 100
  /// No private key is longer, in bytes.
  static let longest = 64 << 10

  /// Where a key begins that does not end in the text.
  static func unfinished(in text: Span<UInt8>) -> Int? {
    var end = text.count
    // The last one decides: those before it have ended, or it is in their block.
    while let start = lastOpening(in: text, before: end) {
      end = start
      let line = start..<min(text.count, start + longestLine)
      guard first(kind, in: text, line) != nil else { continue }
      return first(closing, in: text, start..<text.count) == nil ? start : nil
    }
    return nil
  }

  /// Where the text goes on after a key that began before it; `nil` when the key has not ended.
  static func end(in text: Span<UInt8>) -> Int? {
    guard let start = first(closing, in: text, 0..<text.count) else { return nil }
    var place = start + closing.count
    // Up to the dashes that end the line.
    while place < text.count, text[place] != UInt8(ascii: "\n"), text[place] != UInt8(ascii: "\\") {
      if text[place] == UInt8(ascii: "-"), place + 5 <= text.count,
        (place..<place + 5).allSatisfy({ text[$0] == UInt8(ascii: "-") })
      {
        return place + 5
      }
      place += 1
    }
    return place < text.count ? place : nil
  }

  private static func first(_ bytes: [UInt8], in text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    guard range.count >= bytes.count else { return nil }
    return (range.lowerBound...range.upperBound - bytes.count).first { isAt($0, bytes, in: text) }
  }

  /// Where the last opening is. Of its dashes, which are a run, one is at every fifth place, so that only those are looked at.
  private static func lastOpening(in text: Span<UInt8>, before end: Int) -> Int? {
    var probe = end - 1
    while probe >= 0 {
      if text[probe] == UInt8(ascii: "-") {
        let latest = min(probe, end - opening.count)
        var place = latest
        while place >= 0, place > probe - dashes {
          if isAt(place, opening, in: text) { return place }
          place -= 1
        }
      }
      probe -= dashes
    }
    return nil
  }

  private static let dashes = 5

  private static func isAt(_ place: Int, _ bytes: [UInt8], in text: Span<UInt8>) -> Bool {
    // Most places differ in the first byte.
    guard text[place] == bytes[0] else { return false }
    return bytes.indices.allSatisfy { text[place + $0] == bytes[$0] }
  }
}
