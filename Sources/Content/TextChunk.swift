/// A text that is scanned, or a part of a long one: what every source of texts hands over.
///
/// Its encoding is decoded, so that ASCII is found as ASCII: it is in UTF-8 or in an 8-bit encoding of the file's own.
public struct TextChunk: ~Escapable {
  /// The decoded bytes.
  public let bytes: Span<UInt8>
  /// Offset of the first byte in the decoded text; neighbouring chunks overlap.
  public let offset: Int
  /// Whether the text ends with this chunk.
  public let isLast: Bool

  /// - Parameter bytes: A whole text, unless the rest says otherwise.
  @_lifetime(copy bytes)
  public init(_ bytes: Span<UInt8>, offset: Int = 0, isLast: Bool = true) {
    self.bytes = bytes
    self.offset = offset
    self.isLast = isLast
  }
}
