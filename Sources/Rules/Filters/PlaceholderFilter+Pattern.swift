extension PlaceholderFilter {
  /// Whether the value describes values instead of being one: it repeats a character class, as `[a-f0-9]{32}` does.
  static func isPattern(_ value: Span<UInt8>) -> Bool {
    var opened: Int?
    for index in value.indices {
      switch value[index] {
      case UInt8(ascii: "["): opened = index
      case UInt8(ascii: "]"):
        if let start = opened, index - start > 1, repeats(value, at: index + 1) { return true }
      default: continue
      }
    }
    return false
  }

  /// Whether a count such as `{32}` or `{8,}` stands at a place.
  private static func repeats(_ value: Span<UInt8>, at place: Int) -> Bool {
    place + 1 < value.count && value[place] == UInt8(ascii: "{")
      && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(value[place + 1])
  }
}
