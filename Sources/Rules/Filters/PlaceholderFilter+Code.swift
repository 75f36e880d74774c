import Text

extension PlaceholderFilter {
  private static let fetches: [StaticString] = [
    "process.env", "os.environ", "os.getenv", "System.getenv", "System.getProperty", "ENV[", "ENV.fetch", "env(",
    "env[",
    "import.meta.env", "Deno.env", "getenv(", "getpass", "config.get", "config(", "Config.", "openssl rand", "secrets.",
    "vars.", "var.", "env.", "self.", "this.", "props.", "process.", "window.", "local.", "module.", "data.", "Rails.",
    "Environment.", "Configuration[", "context.", "request.", "response.", "req.", "res.", "args.", "options.",
    "params.",
    "settings.", "function(", "lambda ", "new ", "await ", "return ", "require(",
  ]

  /// Code that fetches a value: calls, members, indexing, type names.
  static func isCode(_ value: Span<UInt8>) -> Bool {
    if isResidue(value) { return true }
    var end = 0
    var names = 1
    // A chain of names with `.`, `->`, `?.` or `::` between them.
    while end < value.count {
      let start = end
      while end < value.count, value[end].isLetterOrDigit || value[end] == UInt8(ascii: "_") { end += 1 }
      guard value.extracting(start..<end).isWordyIdentifier else { return value.startsWithAny(fetches) }
      guard end < value.count else { return names > 1 }
      if value[end] == UInt8(ascii: "(") || value[end] == UInt8(ascii: "[") {
        return isAccess(value.extracting(end...), isChain: names > 1)
      }
      let join = joinLength(value, at: end)
      guard join > 0 else { return value.startsWithAny(fetches) }
      end += join
      names += 1
    }
    return value.startsWithAny(fetches)
  }

  /// What follows a quote that ends a text: `" + name`, `") + 1;`, `" >&2`.
  private static func isResidue(_ value: Span<UInt8>) -> Bool {
    let next = value.count > 1 ? value[1] : 0
    switch value[0] {
    case UInt8(ascii: "+"), UInt8(ascii: "."):
      if next == 0x20 { return true }
      for index in 1..<value.count where !isArgument(value[index]) { return false }
      return value[value.count - 1] == UInt8(ascii: ")")
    case UInt8(ascii: ")"): return next == 0x20 || next == UInt8(ascii: ";") || next == UInt8(ascii: ")")
    case UInt8(ascii: ">"): return next == UInt8(ascii: "&") || next == 0x20
    default: return false
    }
  }

  private static func joinLength(_ value: Span<UInt8>, at place: Int) -> Int {
    if value.matches("->", at: place) || value.matches("?.", at: place) || value.matches("::", at: place) { return 2 }
    return value[place] == UInt8(ascii: ".") ? 1 : 0
  }

  /// Brackets after a name with names, texts and numbers in them; only after a chain may the end be cut off.
  private static func isAccess(_ rest: Span<UInt8>, isChain: Bool) -> Bool {
    for index in rest.indices where !isArgument(rest[index]) { return false }
    let last = rest[rest.count - 1]
    return isChain || rest.count == 1 || last == UInt8(ascii: ")") || last == UInt8(ascii: "]")
  }

  private static func isArgument(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "'"), UInt8(ascii: "\""),
      UInt8(ascii: "-"),
      UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ":"), UInt8(ascii: "/"),
      UInt8(ascii: "$"), UInt8(ascii: "="), 0x20:
      true
    default: byte.isLetterOrDigit
    }
  }
}
