/// Reads a stream in UTF-16 or UTF-32 as UTF-8, piece by piece, and writes what was made of it in the stream's encoding again.
///
/// What is no character becomes U+FFFD; see ``TextDecoder``.
public struct TextTranscoder {
  private let encoding: TextEncoding
  private var decoder: TextDecoder
  /// The byte order mark, while it was not written.
  private var mark: [UInt8]
  /// Bytes of the mark that are still to be read.
  private var unread: Int
  /// The beginning of a character whose rest is to come.
  private var cut: [UInt8] = []

  /// - Parameter start: The stream's first bytes, at least four where it has as many.
  /// - Returns: `nil` for a stream whose bytes can be read as they are.
  public init?(start: [UInt8]) {
    let (encoding, markLength) = TextEncoding.detect(in: start.span.extracting(first: TextEncoding.sampleSize))
    guard let decoder = TextDecoder(encoding) else { return nil }
    (self.encoding, self.decoder) = (encoding, decoder)
    mark = Array(start.prefix(markLength))
    unread = markLength
  }

  /// The next bytes of the stream, in UTF-8.
  ///
  /// - Parameter isLast: Whether no more follow.
  public mutating func decoded(_ piece: [UInt8], isLast: Bool = false) -> [UInt8] {
    let skipped = min(unread, piece.count)
    unread -= skipped
    var text = [UInt8](repeating: 0, count: TextDecoder.capacity(for: piece.count))
    var filled = 0
    decoder.decode(piece.span.extracting(droppingFirst: skipped), into: &text, at: &filled)
    if isLast { decoder.finish(into: &text, at: &filled) }
    return Array(text[..<filled])
  }

  /// A text as the stream has it, its mark first.
  ///
  /// - Parameters:
  ///   - text: UTF-8, which may end within a character.
  ///   - isLast: Whether no more follows.
  public mutating func encoded(_ text: [UInt8], isLast: Bool = false) -> [UInt8] {
    var text = cut + text
    cut = []
    if !isLast, let last = text.suffix(4).lastIndex(where: { $0 & 0xC0 != 0x80 }),
      text.count - last < Self.length(text[last])
    {
      cut = Array(text[last...])
      text.removeSubrange(last...)
    }
    if text.isEmpty, !isLast { return [] }
    defer { mark = [] }
    return mark + units(of: String(decoding: text, as: UTF8.self))
  }

  /// Bytes of a character, by its first.
  private static func length(_ byte: UInt8) -> Int { byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4 }

  private func units(of text: String) -> [UInt8] {
    switch encoding {
    case .bytes: Array(text.utf8)
    case .utf16LittleEndian: text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    case .utf16BigEndian: text.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    case .utf32LittleEndian: text.unicodeScalars.flatMap { Self.bytes(of: $0).reversed() }
    case .utf32BigEndian: text.unicodeScalars.flatMap(Self.bytes)
    }
  }

  private static func bytes(of scalar: Unicode.Scalar) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: scalar.value >> $0) }
  }
}
