import Text

/// Binary data that is written as text in lines of one length, such as a picture in base64 or a uuencoded archive: what
/// looks like a key in one of the lines is there by chance.
enum EncodedBlock {
  /// How long the lines are: 60 (uuencode), 64 (PEM, RFC 7468), 76 (MIME, RFC 2045).
  private static let lengths = 60...80
  /// Bytes between two lines: a line end, plain or escaped, and an indentation.
  private static let widestGap = 40
  /// Bytes at the beginning that keys of one kind share: lines that do are a list of them.
  private static let sharedStart = 3

  /// Whether a secret is within a line of such data.
  ///
  /// - Parameters:
  ///   - isNamed: Whether a name is beside the secret: then lines of base64 may be what is named.
  ///   - lookedAt: Grows to what the answer depends on.
  static func contains(
    _ secret: Range<Int>, isNamed: Bool, in text: Span<UInt8>, lookedAt: inout Range<Int>
  ) -> Bool {
    guard secret.count <= lengths.upperBound else { return false }
    lookedAt.formUnion(secret.widened(by: 2 * (lengths.upperBound + widestGap)))
    return !isNamed && isInBase64(secret, in: text) || isInUU(secret, in: text)
  }

  // MARK: - Base64

  private static func isInBase64(_ secret: Range<Int>, in text: Span<UInt8>) -> Bool {
    guard secret.allSatisfy({ text[$0].isBase64Digit }), let line = line(around: secret, in: text) else { return false }
    let next = lineStart(after: line.upperBound, in: text).flatMap { self.line(around: $0..<$0, in: text) }
    let previous = lineEnd(before: line.lowerBound, in: text).flatMap { self.line(around: $0..<$0, in: text) }
    return [previous, next].contains { neighbour in
      guard let neighbour, neighbour.count == line.count else { return false }
      return !sharesStart(secret, line, neighbour, in: text)
        && [line, neighbour].contains { $0.contains { text[$0] == UInt8(ascii: "+") || text[$0] == UInt8(ascii: "/") } }
    }
  }

  /// The run of characters around a place, where it is as long as a line of a block and nothing else is on its line.
  private static func line(around place: Range<Int>, in text: Span<UInt8>) -> Range<Int>? {
    var (start, end) = (place.lowerBound, place.upperBound)
    while start > 0, end - start <= lengths.upperBound, text[start - 1].isBase64Digit { start -= 1 }
    // Of an escaped line end the letter looks like data.
    if start > 0, text[start - 1] == UInt8(ascii: "\\"), start < place.lowerBound { start += 1 }
    while end < text.count, end - start <= lengths.upperBound, text[end].isBase64Digit { end += 1 }
    guard lengths.contains(end - start), start == 0 || isBesideLine(text[start - 1]) || isEscape(start - 1, in: text),
      end == text.count || isBesideLine(text[end]) || text[end] == UInt8(ascii: "\\")
    else { return nil }
    return start..<end
  }

  private static func lineStart(after end: Int, in text: Span<UInt8>) -> Int? {
    var place = end
    while place < text.count, place - end <= widestGap, isGap(place, in: text) { place += 1 }
    return place > end && place < text.count && text[place].isBase64Digit ? place : nil
  }

  private static func lineEnd(before start: Int, in text: Span<UInt8>) -> Int? {
    var place = start
    while place > 0, start - place <= widestGap, isGap(place - 1, in: text) { place -= 1 }
    return place < start && place > 0 && text[place - 1].isBase64Digit ? place : nil
  }

  /// Whether a byte is of a line end, plain or escaped, or of an indentation.
  private static func isGap(_ place: Int, in text: Span<UInt8>) -> Bool {
    isBesideLine(text[place]) || text[place] == UInt8(ascii: "\\") || isEscape(place, in: text)
  }

  /// Whether a byte is the letter of `\n` or `\r`.
  private static func isEscape(_ place: Int, in text: Span<UInt8>) -> Bool {
    place > 0 && text[place - 1] == UInt8(ascii: "\\")
      && (text[place] == UInt8(ascii: "n") || text[place] == UInt8(ascii: "r"))
  }

  private static func isBesideLine(_ byte: UInt8) -> Bool { byte.isBlank || byte == 0x0A || byte == 0x0D }

  private static func sharesStart(
    _ secret: Range<Int>, _ line: Range<Int>, _ neighbour: Range<Int>, in text: Span<UInt8>
  ) -> Bool {
    let other = neighbour.lowerBound + secret.lowerBound - line.lowerBound
    return (0..<min(sharedStart, secret.count)).allSatisfy { text[secret.lowerBound + $0] == text[other + $0] }
  }

  // MARK: - uuencode

  /// `M` says that a line has 45 bytes in 60 characters from the blank to the grave accent (POSIX.1-2017, uuencode).
  private static func isInUU(_ secret: Range<Int>, in text: Span<UInt8>) -> Bool {
    let start = TextLines.start(of: secret.lowerBound, in: text, limit: lengths.upperBound)
    guard let end = endOfUULine(at: start, in: text), end >= secret.upperBound else { return false }
    return endOfUULine(at: end + 1, in: text) != nil
      || start > 61 && endOfUULine(at: start - 62, in: text) == start - 1
  }

  private static func endOfUULine(at start: Int, in text: Span<UInt8>) -> Int? {
    let end = start + 61
    guard end < text.count, text[start] == UInt8(ascii: "M"), text[end] == 0x0A else { return nil }
    return (start..<end).allSatisfy { 0x20...0x60 ~= text[$0] } ? end : nil
  }
}
