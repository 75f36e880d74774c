import ByteSearch

extension TextEncoding {
  /// A whole text in UTF-8, when it is in another encoding, begins with a byte order mark, or has UTF-16 in its midst;
  /// `nil` when its bytes can be read as they are.
  ///
  /// - Parameters:
  ///   - hasNulls: Whether there may be NULs in it; see ``hasNulls(_:changedBy:)``.
  ///   - edits: How the text came from one that could be read as it is; `nil` when it came from none.
  static func decoded(
    _ content: Span<UInt8>, hasNulls: Bool = true, changedBy edits: EditScript? = nil
  ) -> [UInt8]? {
    let (encoding, markLength) = detect(in: content.extracting(first: sampleSize), hasNulls: hasNulls)
    let body = content.extracting(droppingFirst: markLength)
    guard var decoder = TextDecoder(encoding) else {
      if hasNulls, WideText.isIn(content, changedBy: edits) { return WideText.narrowed(body) }
      return markLength > 0 ? body.withUnsafeBufferPointer { Array($0) } : nil
    }
    var text = [UInt8](repeating: 0, count: TextDecoder.capacity(for: body.count))
    var filled = 0
    decoder.decode(body, into: &text, at: &filled)
    decoder.finish(into: &text, at: &filled)
    text.removeLast(text.count - filled)
    return text
  }

  /// Whether a text has NULs, as a text in more than one encoding does.
  ///
  /// - Parameter edits: How it came from a text without NULs; `nil` when it came from none.
  static func hasNulls(_ content: Span<UInt8>, changedBy edits: EditScript?) -> Bool {
    guard let edits else { return content.firstIndex(of: 0, in: 0..<content.count) != nil }
    return edits.containsInserted { !$0.isEmpty && content.lastIndex(of: 0, in: $0) != nil }
  }
}
