/// Which file names belong to environment files with real settings.
public enum DotEnvName {
  /// Whether a file is judged: `.env`, `.env.*`, `*.env`, `.envrc`, `.flaskenv`, `.dev.vars` and the copies that editors
  /// and file managers make of one, in any letter case, but no template of one.
  ///
  /// - Parameter name: The last part of a path.
  public static func isJudged(_ name: some Collection<UInt8>) -> Bool {
    isJudged(Array(name).span)
  }

  /// Whether a file with a name of these bytes is judged.
  public static func isJudged(_ name: Span<UInt8>) -> Bool {
    // Asked of the names of whole histories: nearly all end here.
    guard name.count >= 4, begins(name) || ends(name) else { return false }
    let bytes = name.withUnsafeBufferPointer { Array($0) }
    guard let text = String(validating: bytes, as: UTF8.self) else { return false }
    let lower = original(of: text.lowercased())
    if names.contains(lower) { return true }
    guard lower.hasPrefix(".env.") || lower.hasPrefix(".dev.vars.") || lower.hasSuffix(".env") else { return false }
    let parts = lower.split(separator: ".")
    guard let last = parts.last, !notSettings.contains(last) else { return false }
    return !parts.contains { templates.contains($0) }
  }

  private static let names: Set<String> = [".env", ".envrc", ".flaskenv", ".dev.vars"]

  /// Whether a name may be one of ``names``, a copy or a kind of one: `.e`, `.f` and `.d` begin them, or `#`.
  private static func begins(_ name: Span<UInt8>) -> Bool {
    let start = name[0] == UInt8(ascii: "#") ? 1 : 0
    guard name[start] == UInt8(ascii: ".") else {
      // `Copy of .flaskenv`
      return name.count > 8 && name[8] == UInt8(ascii: ".") && name[7] == UInt8(ascii: " ") && name[4] == name[7]
    }
    switch name[start + 1] | 0x20 {
    case UInt8(ascii: "e"): return name[start + 2] | 0x20 == UInt8(ascii: "n")
    case UInt8(ascii: "f"): return name[start + 2] | 0x20 == UInt8(ascii: "l")
    case UInt8(ascii: "d"): return name[start + 2] | 0x20 == UInt8(ascii: "e")
    default: return false
    }
  }

  /// Whether a name may end in `.env` or in what marks a copy of one.
  private static func ends(_ name: Span<UInt8>) -> Bool {
    let last = name[name.count - 1]
    if last | 0x20 == UInt8(ascii: "v") { return name[name.count - 4] == UInt8(ascii: ".") }
    let isCopy = last | 0x20 == UInt8(ascii: "y") && name[name.count - 2] | 0x20 == UInt8(ascii: "p")
    return isCopy || last == UInt8(ascii: "~") || last == UInt8(ascii: ")")
  }

  /// The name without what editors and file managers put around the names of copies: `.env~`, `#.env#`, `.env (copy)`,
  /// `.env copy 2`, `.env - Copy (3)`, `.env (1)`, `Copy of .env`.
  private static func original(of name: String) -> String {
    var name = name[...]
    if name.hasPrefix("#"), name.hasSuffix("#") { name = name.dropFirst().dropLast() }
    if name.hasPrefix("copy of ") { name = name.dropFirst("copy of ".count) }
    while name.hasSuffix("~") { name = name.dropLast() }
    if let blank = name.firstIndex(of: " ") {
      let words = name[blank...].split { " -()0123456789".contains($0) }
      if words.allSatisfy({ $0 == "copy" }) { name = name[..<blank] }
    }
    return String(name)
  }

  /// Whether the file is a shell script for direnv rather than a list of settings.
  static func isShell(_ name: some Collection<UInt8>) -> Bool {
    name.elementsEqual(".envrc".utf8)
  }

  /// The name in lower case, without what editors and file managers put around the names of copies.
  static func original(of name: some Collection<UInt8>) -> String {
    original(of: String(decoding: name, as: UTF8.self).lowercased())
  }

  private static let templates: Set<Substring> = [
    "example", "examples", "sample", "template", "tmpl", "tpl", "dist", "default", "defaults",
  ]

  /// Endings of code, documentation and encrypted files.
  private static let notSettings: Set<Substring> = [
    "ts", "js", "mjs", "cjs", "py", "rb", "php", "go", "md", "vault", "enc", "gpg", "age", "asc",
  ]
}
