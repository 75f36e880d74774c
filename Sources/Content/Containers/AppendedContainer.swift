import ByteSearch

/// Finds the container that follows a program which unpacks it, such as an archive that extracts itself.
///
/// Of programs for Windows, Linux and macOS it is where their headers say that they end, or a little behind, where
/// settings may precede it; of scripts (`#!`) it is after one of their lines. Zips have their own end (``ZipEnd``).
enum AppendedContainer {
  /// How many bytes behind a program's end are looked at.
  static let reach = 64 << 10
  /// Most bytes of a script, from its start.
  static let longestScript = 1 << 20

  /// - Parameters:
  ///   - head: The first bytes of a content.
  ///   - length: Of all of it.
  ///   - bytes: As many bytes from a place of the content on; `nil` where they cannot be read.
  static func kind(
    _ head: Span<UInt8>, length: Int, _ bytes: (_ start: Int, _ count: Int) -> [UInt8]?
  ) -> ContainerKind? {
    if head.hasBytes([0x23, 0x21], at: 0) {
      let count = min(length, longestScript)
      if head.count >= count { return kind(behindLinesOf: head.extracting(first: count)) }
      return bytes(0, count).flatMap { kind(behindLinesOf: $0.span) }
    }
    guard let end = ProgramEnd.place(head), end < length else { return nil }
    return bytes(end, min(length - end, reach)).flatMap { kind(behind: end, $0.span) }
  }

  /// - Parameters:
  ///   - end: Where the program ends.
  ///   - rest: The bytes from there on.
  static func kind(behind end: Int, _ rest: Span<UInt8>) -> ContainerKind? {
    let installer: [UInt8] = [0xEF, 0xBE, 0xAD, 0xDE] + Array("NullsoftInst".utf8)
    if rest.hasBytes(installer, at: 4) { return closed("an installer of NSIS") }
    if let kind = appended(rest, at: end) { return kind }
    for sign in afterSettings {
      if let place = rest.firstIndex(of: sign, from: 0) {
        return appended(rest.extracting(place..<rest.count), at: end + place)
      }
    }
    return nil
  }

  /// What settings or other bytes precede: 7z, and RAR as of version 1.5 and 5.
  private static let afterSettings: [[UInt8]] = [
    [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0], Array("Rar!\u{1A}\u{07}".utf8),
  ]

  private static func kind(behindLinesOf script: Span<UInt8>) -> ContainerKind? {
    for start in stride(from: 0, to: script.count, by: piece) {
      // Lines of this piece are looked at when what would show that an archive is no text may be there.
      if isPlain(script.extracting(start..<min(start + 2 * piece, script.count))) { continue }
      var place = start
      while let line = script.firstIndex(of: UInt8(ascii: "\n"), in: place..<min(start + piece, script.count)) {
        place = line + 1
        let rest = script.extracting(place..<script.count)
        // A script may write what an archive begins with.
        if let kind = appended(rest, at: place), !rest.beginsLikeText { return kind }
      }
    }
    return nil
  }

  private static let piece = ContainerKind.shownAsText

  /// Whether there is nothing but ASCII.
  private static func isPlain(_ bytes: Span<UInt8>) -> Bool {
    bytes.firstIndex(of: 0, in: 0..<bytes.count) == nil
      && bytes.withUnsafeBufferPointer { $0.reduce(0) { $0 | $1 } } < 0x80
  }

  private static func appended(_ content: Span<UInt8>, at place: Int) -> ContainerKind? {
    switch ContainerKind(content) {
    case .closed(let name): closed(name)
    // Two bytes are little to go by, and nothing unpacks a bundle.
    case .compressed(.zlib), .bundle, nil: nil
    case let kind?: .appended(kind, at: place)
    }
  }

  private static func closed(_ name: String) -> ContainerKind { .closed("a program, followed by \(name)") }
}
