import Text

/// A value whose name is not right before it, as if it were: what the scorer judges.
///
/// The second key of `API_KEYS = ["…", "…"]` is judged in the text `API_KEYS = ["…"]`, a value above its name,
/// `value: …` and `name: API_KEY`, in `API_KEY: …`. So all that is known of values right behind their names is true of
/// them as well, and how far away the name is makes no difference.
struct RestatedValue {
  /// Bytes of the text, either side of name and value, that belong to it.
  private static let reach = 560

  /// Where the value is in the text.
  let secret: Range<Int>
  /// The value with its name before it, and what is around both.
  let bytes: [UInt8]
  /// Where the value is in ``bytes``.
  let place: Range<Int>
  /// What of the text was looked at; it may reach beyond it.
  let lookedAt: Range<Int>

  /// - Parameters:
  ///   - secret: Where the value is, without quotes.
  ///   - leadEnd: Where the text before the value ends: after the name, or what opens the list.
  ///   - name: A name to be written between the two.
  ///   - start: Where the text that goes on begins: the value's quote, its own key.
  ///   - decoded: What is judged instead of the value: what it encodes.
  init(
    _ secret: Range<Int>, after leadEnd: Int, name: [UInt8] = [], from start: Int, decoded: [UInt8]? = nil,
    in text: Span<UInt8>
  ) {
    let lead = max(0, leadEnd - Self.reach)..<leadEnd
    let end = min(text.count, secret.upperBound + Self.reach)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(lead.count + name.count + end - start)
    bytes.append(lead, of: text)
    bytes += name
    bytes.append(start..<secret.lowerBound, of: text)
    let place = bytes.count
    if let decoded { bytes += decoded } else { bytes.append(secret, of: text) }
    self.place = place..<bytes.count
    bytes.append(secret.upperBound..<end, of: text)
    (self.secret, self.bytes) = (secret, bytes)
    lookedAt = min(leadEnd, start) - Self.reach..<max(leadEnd, secret.upperBound + Self.reach)
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ range: Range<Int>, of text: Span<UInt8>) {
    text.extracting(range).withUnsafeBufferPointer { append(contentsOf: $0) }
  }
}
