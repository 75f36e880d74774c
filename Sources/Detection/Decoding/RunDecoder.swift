import Text

/// Decodes runs of base64 and hexadecimal, and knows at a glance which ones have no text in them.
///
/// Nearly all runs are hashes, images and long names. Base64 is looked at in groups of four characters, which are three
/// bytes each, and only every fourth group: a secret of 14 printable bytes or more fills one of these, and the three
/// groups beside it. Of random bytes one in three is printable, so that one run in a thousand gets that far.
enum RunDecoder {
  /// What a run encodes.
  struct Content {
    let layer: DecodingLayer
    var bytes: [UInt8]
    /// Of the run's characters, those that were decoded.
    let characters: Range<Int>

    /// The characters that some of the bytes come from.
    func characters(of place: Range<Int>) -> Range<Int> {
      let (count, width) = layer == .hexadecimal ? (1, 2) : (3, 4)
      let start = characters.lowerBound + place.lowerBound / count * width
      let end = characters.lowerBound + (place.upperBound + count - 1) / count * width
      return start..<min(end, characters.upperBound)
    }
  }

  /// Fewest hexadecimal digits.
  private static let shortestHexadecimal = 32
  /// Consecutive groups of three printable bytes without which there is no secret.
  private static let groupsOfText = 4

  /// What a run encodes, where that may have a secret: texts, compressed data, and bytes with a text in them.
  ///
  /// - Parameters:
  ///   - run: The run's characters, without what is between its pieces.
  ///   - mayBeCut: Whether some of the run may be before them: groups may begin at any of the first four.
  static func content(of run: Span<UInt8>, mayBeCut: Bool) -> Content? {
    for start in 0..<(mayBeCut ? min(4, run.count) : 1) {
      let part = start..<run.count
      if let content = hexadecimal(run, part) ?? base64(run, part) { return content }
    }
    // Part of it may be a path, a prefix or another name before the run.
    var start = 0
    for index in 0...run.count where index == run.count || !run[index].isLetterOrDigit {
      let part = start..<index
      start = index + 1
      guard part.count >= EncodedRun.shortest, part.count < run.count else { continue }
      if let content = hexadecimal(run, part) ?? base64(run, part) { return content }
    }
    return nil
  }

  // MARK: - Hexadecimal

  private static func hexadecimal(_ run: Span<UInt8>, _ part: Range<Int>) -> Content? {
    var digits = part
    if part.count > 2, run[part.lowerBound] == UInt8(ascii: "0"), run[part.lowerBound + 1] | 0x20 == UInt8(ascii: "x") {
      digits = part.lowerBound + 2..<part.upperBound
    }
    guard digits.count >= shortestHexadecimal, digits.count % 2 == 0,
      digits.allSatisfy({ run[$0].isHexDigit }),
      let bytes = run.extracting(digits).withUnsafeBufferPointer({ Hexadecimal.bytes(of: $0) }),
      hasText(bytes.span)
    else { return nil }
    return Content(layer: .hexadecimal, bytes: bytes, characters: digits)
  }

  private static func hasText(_ bytes: Span<UInt8>) -> Bool {
    if mayBeMore(bytes) { return true }
    var length = 0
    for index in bytes.indices {
      length = isPrintable(bytes[index]) ? length + 1 : 0
      if length >= 3 * groupsOfText { return true }
    }
    return false
  }

  // MARK: - Base64

  private static func base64(_ run: Span<UInt8>, _ part: Range<Int>) -> Content? {
    let characters = run.extracting(part)
    guard hasText(base64: characters) else { return nil }
    let count = characters.count % 4 == 1 ? characters.count - 1 : characters.count
    let decoded = characters.extracting(first: count).withUnsafeBufferPointer { Base64.decode($0, .either) }
    return decoded.map { Content(layer: .base64, bytes: $0, characters: part.lowerBound..<part.lowerBound + count) }
  }

  private static func hasText(base64 characters: Span<UInt8>) -> Bool {
    let table = values.span
    let groups = characters.count / 4
    @inline(__always) func bits(_ group: Int) -> UInt32 {
      let place = group * 4
      let high = UInt32(table[Int(characters[place])]) << 18 | UInt32(table[Int(characters[place + 1])]) << 12
      return high | UInt32(table[Int(characters[place + 2])]) << 6 | UInt32(table[Int(characters[place + 3])])
    }
    func isText(_ group: Int) -> Bool {
      let bits = bits(group)
      return isPrintable(UInt8(truncatingIfNeeded: bits >> 16)) && isPrintable(UInt8(truncatingIfNeeded: bits >> 8))
        && isPrintable(UInt8(truncatingIfNeeded: bits))
    }
    // Compressed data begins with 1F 8B or 78, UTF-16 with FF FE or with a zero after its first byte.
    let firstTwo = groups > 0 ? bits(0) >> 8 : 0x0101
    if firstTwo == 0x1F8B || firstTwo >> 8 == 0x78 || firstTwo == 0xFFFE || firstTwo & 0xFF == 0 {
      let start = (0..<min(4, groups)).flatMap { group in
        (0..<3).map { UInt8(truncatingIfNeeded: bits(group) >> (16 - 8 * $0)) }
      }
      if mayBeMore(start.span) { return true }
    }
    var group = 0
    while group < groups {
      if isText(group) {
        var (first, last) = (group, group + 1)
        while first > 0, isText(first - 1) { first -= 1 }
        while last < groups, last - first < groupsOfText, isText(last) { last += 1 }
        if last - first >= groupsOfText { return true }
      }
      group += groupsOfText
    }
    return false
  }

  /// The six bits of each character of either alphabet, 0 for any other byte.
  private static let values = (UInt8.min...UInt8.max).map { Base64.digit($0, .either) ?? 0 }

  // MARK: - Both

  /// Whether bytes begin as compressed data or UTF-16 do.
  private static func mayBeMore(_ bytes: Span<UInt8>) -> Bool {
    Compression(of: bytes) != nil || UTF16Text.isStart(bytes)
  }

  @inline(__always)
  private static func isPrintable(_ byte: UInt8) -> Bool {
    byte &- 0x20 < 0x5F || byte == 0x0A || byte == 0x0D || byte == 0x09
  }
}
