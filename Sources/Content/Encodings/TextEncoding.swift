import ByteSearch

/// How a text's bytes represent characters, to the extent that matters for finding ASCII in them.
public enum TextEncoding: Sendable, Equatable {
  /// UTF-8, or any other encoding that keeps ASCII bytes as they are, such as Latin-1; not changed.
  case bytes
  case utf16LittleEndian, utf16BigEndian
  case utf32LittleEndian, utf32BigEndian

  /// How many bytes a text has to have, or to show, for ``detect(in:)``.
  static let sampleSize = 8_000

  /// Recognises a text's encoding from its first bytes.
  ///
  /// A byte order mark decides (Unicode Standard, section 23.8), unless the text after it contradicts; without one,
  /// UTF-16 and UTF-32 are recognised by where their NULs are.
  /// - Parameters:
  ///   - start: The first 8,000 bytes, or the whole text when it is shorter.
  ///   - hasNulls: Whether there may be NULs in it; where there are none only a mark is looked for.
  /// - Returns: The encoding and the number of bytes of the mark, which is no part of the text.
  static func detect(in start: Span<UInt8>, hasNulls: Bool = true) -> (encoding: TextEncoding, markLength: Int) {
    func begins(_ mark: UInt8...) -> Bool {
      mark.count <= start.count && mark.indices.allSatisfy { start[$0] == mark[$0] }
    }
    if begins(0xEF, 0xBB, 0xBF) { return (.bytes, 3) }
    // Before UTF-16: its little-endian mark is the start of this one.
    if begins(0xFF, 0xFE, 0, 0) { return (.utf32LittleEndian, 4) }
    if begins(0, 0, 0xFE, 0xFF) { return (.utf32BigEndian, 4) }
    if begins(0xFF, 0xFE) { return (marked(.utf16LittleEndian, start.extracting(droppingFirst: 2)), 2) }
    if begins(0xFE, 0xFF) { return (marked(.utf16BigEndian, start.extracting(droppingFirst: 2)), 2) }
    return (hasNulls ? unmarkedEncoding(of: start) : .bytes, 0)
  }

  /// What a text after a mark of UTF-16 is in: a mark before other text would hide it from every rule.
  private static func marked(_ encoding: TextEncoding, _ body: Span<UInt8>) -> TextEncoding {
    let seen = unmarkedEncoding(of: body)
    if seen != .bytes { return seen }
    let letters = body.indices.count { index in body[index] < 0x7F && !isControl(body[index]) }
    return body.count > 0 && letters * 20 >= body.count * 19 ? .bytes : encoding
  }

  /// Tells UTF-16 and UTF-32 without a mark from bytes.
  ///
  /// Text in it that contains ASCII has NULs in the high halves of its units only, and hardly any control
  /// characters below them; tables of small numbers and other binary content fail one or the other.
  private static func unmarkedEncoding(of start: Span<UInt8>) -> TextEncoding {
    let units = min(start.count, sampleSize) / 2
    guard units >= 2, looksBinary(start) else { return .bytes }
    if let wide = unmarkedWideEncoding(of: start) { return wide }
    var evenNULs = 0
    var oddNULs = 0
    var evenControls = 0
    var oddControls = 0
    for unit in 0..<units {
      let (even, odd) = (start[unit * 2], start[unit * 2 + 1])
      if even == 0 {
        evenNULs += 1
        if isControl(odd) { oddControls += 1 }
      }
      if odd == 0 {
        oddNULs += 1
        if isControl(even) { evenControls += 1 }
      }
    }
    let many = max(2, units * 2 / 5)
    let few = units / 50
    if oddNULs >= many, evenNULs <= few, evenControls <= few { return .utf16LittleEndian }
    if evenNULs >= many, oddNULs <= few, oddControls <= few { return .utf16BigEndian }
    return .bytes
  }

  /// UTF-32: of four bytes in a row the upper two are NUL, and the lowest hardly ever is.
  private static func unmarkedWideEncoding(of start: Span<UInt8>) -> TextEncoding? {
    let units = min(start.count, sampleSize) / 4
    guard units >= 4 else { return nil }
    var nulls = [0, 0, 0, 0]
    var controls = [0, 0, 0, 0]
    for index in 0..<units * 4 {
      if start[index] == 0 { nulls[index % 4] += 1 } else if isControl(start[index]) { controls[index % 4] += 1 }
    }
    let few = units / 50
    let nearlyAll = units - few
    if min(nulls[3], nulls[2]) >= nearlyAll, max(nulls[0], controls[0]) <= few { return .utf32LittleEndian }
    if min(nulls[0], nulls[1]) >= nearlyAll, max(nulls[3], controls[3]) <= few { return .utf32BigEndian }
    return nil
  }

  private static func isControl(_ byte: UInt8) -> Bool {
    byte < 0x20 && byte != 9 && byte != 10 && byte != 13
  }
}

/// Whether a decoded text is binary by git's measure: a NUL in its first 8,000 bytes.
public func looksBinary(_ text: Span<UInt8>) -> Bool {
  text.firstIndex(of: 0, in: 0..<min(text.count, TextEncoding.sampleSize)) != nil
}
