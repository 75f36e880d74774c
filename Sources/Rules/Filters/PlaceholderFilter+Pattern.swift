import Text

extension PlaceholderFilter {
  /// Whether the value describes values instead of being one: it repeats a character class, as `[a-f0-9]{32}` does, or
  /// begins as only a regex does.
  static func isPattern(_ value: Span<UInt8>) -> Bool {
    if beginsRegex(value) || isWildcard(value) { return true }
    var opened: Int?
    for index in value.indices {
      switch value[index] {
      case UInt8(ascii: "["): opened = index
      case UInt8(ascii: "]"):
        if let start = opened, index - start > 1, repeats(value, start...index) { return true }
      default: continue
      }
    }
    return false
  }

  /// `(?:…`, `(?=…`, `^[…]`, `/[…]/i`, `/^…[…]/`
  private static func beginsRegex(_ value: Span<UInt8>) -> Bool {
    guard value.count > 4 else { return false }
    switch (value[0], value[1]) {
    case (UInt8(ascii: "("), UInt8(ascii: "?")):
      return value.startsWithAny(["(?:", "(?=", "(?!", "(?<", "(?i"])
    case (UInt8(ascii: "^"), UInt8(ascii: "[")), (UInt8(ascii: "/"), UInt8(ascii: "[")),
      (UInt8(ascii: "/"), UInt8(ascii: "^")):
      return value.starts(with: "/^[") || (value.contains("[") && value.contains("]"))
    default: return false
    }
  }

  /// Words with `.*` between them: `doesn.*t match`.
  private static func isWildcard(_ value: Span<UInt8>) -> Bool {
    guard let mark = value.firstIndex(of: ".*"), mark > 0, mark + 2 < value.count else { return false }
    for index in value.indices where index != mark && index != mark + 1 {
      guard value[index].isLetter || value[index].isWhitespace else { return false }
    }
    return true
  }

  /// Whether a count such as `{32}` or `{8,}` is after a class, or a `+` after one of a range such as `[a-z]`.
  private static func repeats(_ value: Span<UInt8>, _ characterClass: ClosedRange<Int>) -> Bool {
    let place = characterClass.upperBound + 1
    guard place < value.count else { return false }
    if value[place] == UInt8(ascii: "+") {
      return characterClass.contains { value.matches("a-z", at: $0) || value.matches("0-9", at: $0) }
    }
    return value[place] == UInt8(ascii: "{") && place + 1 < value.count && value[place + 1].isDigit
  }
}
