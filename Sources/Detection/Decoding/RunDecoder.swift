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
    guard let (layer, part) = part(of: run, mayBeCut: mayBeCut) else { return nil }
    let characters = run.extracting(part)
    let bytes =
      layer == .base64
      ? Base64.decode(characters, .either) : characters.withUnsafeBufferPointer { Hexadecimal.bytes(of: $0) }
    return bytes.map { Content(layer: layer, bytes: $0, characters: part) }
  }

  /// Which characters of a run encode something that may have a secret, and how.
  ///
  /// - Parameters: As for ``content(of:mayBeCut:)``.
  static func part(of run: Span<UInt8>, mayBeCut: Bool) -> (layer: DecodingLayer, characters: Range<Int>)? {
    for start in 0..<(mayBeCut ? min(4, run.count) : 1) {
      let part = start..<run.count
      if let found = hexadecimal(run, part) ?? base64(run, part) { return found }
    }
    // Part of it may be a path, a prefix or another name before the run.
    var start = 0
    while start + EncodingSigns.shortestRun <= run.count {
      var end = start + EncodingSigns.shortestRun
      // From the end, since the last sign in so many characters passes over most of them.
      var place = end
      while place > start, !run[place - 1].isSign { place -= 1 }
      if place > start {
        start = place
        continue
      }
      while end < run.count, !run[end].isSign { end += 1 }
      let part = start..<end
      if part.count < run.count, let found = hexadecimal(run, part) ?? base64(run, part) { return found }
      start = end + 1
    }
    return nil
  }

  // MARK: - Hexadecimal

  private static func hexadecimal(_ run: Span<UInt8>, _ part: Range<Int>) -> (DecodingLayer, Range<Int>)? {
    var digits = part
    if part.count > 2, run[part.lowerBound] == UInt8(ascii: "0"), run[part.lowerBound + 1] | 0x20 == UInt8(ascii: "x") {
      digits = part.lowerBound + 2..<part.upperBound
    }
    guard digits.count >= shortestHexadecimal, digits.count % 2 == 0, digits.allSatisfy({ run[$0].isHexDigit }),
      hasText(hexadecimal: run.extracting(digits))
    else { return nil }
    return (.hexadecimal, digits)
  }

  private static func hasText(hexadecimal digits: Span<UInt8>) -> Bool {
    func byte(_ index: Int) -> UInt8 {
      (Hexadecimal.value(of: digits[2 * index]) ?? 0) << 4 | (Hexadecimal.value(of: digits[2 * index + 1]) ?? 0)
    }
    if mayBeMore(byte(0), byte(1)), isMore((0..<10).map(byte)) { return true }
    return hasText(in: digits.count / 2, atLeast: 3 * groupsOfText) { isPrintable(byte($0)) }
  }

  // MARK: - Base64

  private static func base64(_ run: Span<UInt8>, _ part: Range<Int>) -> (DecodingLayer, Range<Int>)? {
    // A single character after the last group stands for nothing.
    let count = part.count % 4 == 1 ? part.count - 1 : part.count
    return hasText(base64: run.extracting(part)) ? (.base64, part.lowerBound..<part.lowerBound + count) : nil
  }

  private static func hasText(base64 characters: Span<UInt8>) -> Bool {
    let table = values.span
    let groups = characters.count / 4
    @inline(__always) func bits(_ group: Int) -> UInt32 {
      let place = group * 4
      let high = UInt32(table[Int(characters[place])]) << 18 | UInt32(table[Int(characters[place + 1])]) << 12
      return high | UInt32(table[Int(characters[place + 2])]) << 6 | UInt32(table[Int(characters[place + 3])])
    }
    @inline(__always) func byte(_ index: Int) -> UInt8 {
      UInt8(truncatingIfNeeded: bits(index / 3) >> (16 - index % 3 * 8))
    }
    if groups >= 3, mayBeMore(byte(0), byte(1)), isMore((0..<3 * min(4, groups)).map { byte($0) }) { return true }
    return hasText(in: groups, atLeast: groupsOfText) { group in
      let bits = bits(group)
      return isPrintable(UInt8(truncatingIfNeeded: bits >> 16)) && isPrintable(UInt8(truncatingIfNeeded: bits >> 8))
        && isPrintable(UInt8(truncatingIfNeeded: bits))
    }
  }

  /// The six bits of each character of either alphabet, 0 for any other byte.
  private static let values = (UInt8.min...UInt8.max).map { Base64.digit($0, .either) ?? 0 }

  // MARK: - Both

  /// Whether some units in a row, as many as a secret has at least, are all printable. Only one of as many is looked at
  /// as long as it is not.
  @inline(__always)
  private static func hasText(in count: Int, atLeast shortest: Int, isText: (Int) -> Bool) -> Bool {
    var unit = shortest - 1
    while unit < count {
      if isText(unit) {
        var (first, last) = (unit, unit + 1)
        while first > 0, last - first < shortest, isText(first - 1) { first -= 1 }
        while last < count, last - first < shortest, isText(last) { last += 1 }
        if last - first >= shortest { return true }
      }
      unit += shortest
    }
    return false
  }

  /// Whether compressed data or UTF-16 may begin with two bytes.
  @inline(__always)
  private static func mayBeMore(_ first: UInt8, _ second: UInt8) -> Bool {
    first == 0x1F && second == 0x8B || first == 0x78 || first == 0xFF && second == 0xFE || second == 0
  }

  /// Whether the first bytes of something are those of compressed data or UTF-16.
  private static func isMore(_ bytes: [UInt8]) -> Bool {
    Compression(of: bytes.span) != nil || UTF16Text.isStart(bytes.span)
  }

  @inline(__always)
  private static func isPrintable(_ byte: UInt8) -> Bool {
    byte &- 0x20 < 0x5F || byte == 0x0A || byte == 0x0D || byte == 0x09
  }
}

extension UInt8 {
  /// Whether a character of base64 is neither letter nor digit.
  fileprivate var isSign: Bool { self < 0x30 || self == UInt8(ascii: "_") }
}
