import Text

extension PlaceholderFilter {
  /// `<token>`, `abc...`, `****`: a place to fill in, or a value that was cut or masked.
  static func isSlot(_ value: Span<UInt8>, _ present: BytesPresent) -> Bool {
    let last = value.count - 1
    if value[0] == UInt8(ascii: "<"), value[last] == UInt8(ascii: ">") { return true }
    if present.contains("."), value.contains("...") { return true }
    if present.hasNonASCII, value.contains("…") || value.contains("•••") { return true }
    if present.contains("*"), value.contains("***") { return true }
    if present.contains("["), value.contains("[REDACTED") || isRedacted(0..<value.count, in: value) { return true }
    return present.contains(">") && containsSlot(value)
  }

  /// A name in angle brackets somewhere in the value, such as `sk-<your-key>`.
  private static func containsSlot(_ value: Span<UInt8>) -> Bool {
    guard let start = value.firstIndex(of: "<"), let end = value.firstIndex(of: ">", from: start + 1), end - start > 3
    else { return false }
    for index in (start + 1)..<end {
      let byte = value[index]
      guard byte.isLetter || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == 0x20 else {
        return false
      }
    }
    return true
  }

  /// Words that stand for a value wherever they are written in capitals, and, as short words do, only apart from other letters.
  private static let capitals = LiteralSet([
    "EXAMPLE", "SAMPLE", "DUMMY", "PLACEHOLDER", "REDACTED", "CHANGEME", "CHANGE_ME", "REPLACE", "INSERT", "YOUR_",
    "YOUR-", "XXXXX", "NOTREAL", "FAKEKEY", "TESTKEY",
  ])
  private static let apart: [StaticString] = [
    "example", "sample", "dummy", "fake", "mock", "your", "placeholder", "changeme", "redacted", "replace", "insert",
    "yourkey", "yourtoken", "yourapikey", "invalid", "notreal", "testtest", "foobar", "xxxx", "xxx",
  ]

  /// Whether a key with a prefix contains such a word.
  static func containsPlaceholderWord(_ value: Span<UInt8>) -> Bool {
    if capitals.match(in: value) != nil { return true }
    var start = 0
    for index in 0...value.count where index == value.count || !value[index].isLetterOrDigit {
      let run = value.extracting(start..<index)
      if (3...11).contains(run.count), run.equalsAnyIgnoringCase(apart) { return true }
      start = index + 1
    }
    return false
  }
}
