extension TextEncoding {
  /// A whole text in UTF-8, when it stands in another encoding or begins with a byte order mark; `nil` when its bytes
  /// can be read as they are.
  package static func decoded(_ content: Span<UInt8>) -> [UInt8]? {
    let (encoding, markLength) = detect(in: content.extracting(first: sampleSize))
    guard encoding != .bytes || markLength > 0 else { return nil }
    let body = content.extracting(droppingFirst: markLength)
    guard var decoder = TextDecoder(encoding) else { return body.withUnsafeBufferPointer { Array($0) } }
    var text = [UInt8](repeating: 0, count: TextDecoder.capacity(for: body.count))
    var filled = 0
    decoder.decode(body, into: &text, at: &filled)
    decoder.finish(into: &text, at: &filled)
    text.removeLast(text.count - filled)
    return text
  }
}
