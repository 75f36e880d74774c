/// Which file names belong to environment files that hold real settings.
public enum DotEnvName {
  /// Whether a file is judged: `.env`, `.env.*`, `*.env` and `.envrc`, in any letter case, but no template of one.
  ///
  /// - Parameter name: The last part of a path.
  public static func isJudged(_ name: some Collection<UInt8>) -> Bool {
    // Most names of a tree end here.
    guard name.contains(UInt8(ascii: ".")), let text = String(validating: name, as: UTF8.self) else { return false }
    let lower = text.lowercased()
    if lower == ".env" || lower == ".envrc" { return true }
    guard lower.hasPrefix(".env.") || lower.hasSuffix(".env") else { return false }
    let parts = lower.split(separator: ".")
    guard let last = parts.last, !notSettings.contains(last) else { return false }
    return !parts.contains { templates.contains($0) }
  }

  /// Whether a file with a name of these bytes is judged.
  public static func isJudged(_ name: Span<UInt8>) -> Bool {
    // Asked of the names of whole histories: nearly all end here.
    func isEnv(from start: Int) -> Bool {
      name[start] == UInt8(ascii: ".") && name[start + 1] | 0x20 == UInt8(ascii: "e")
        && name[start + 2] | 0x20 == UInt8(ascii: "n") && name[start + 3] | 0x20 == UInt8(ascii: "v")
    }
    guard name.count >= 4, isEnv(from: 0) || isEnv(from: name.count - 4) else { return false }
    return isJudged(name.withUnsafeBufferPointer { Array($0) })
  }

  /// Whether the file is a shell script for direnv rather than a list of settings.
  static func isShell(_ name: some Collection<UInt8>) -> Bool {
    name.elementsEqual(".envrc".utf8)
  }

  /// The environment a file is for: `production` for `.env.production.local` and `production.env`, "" for the shared ones.
  static func environment(of name: some Collection<UInt8>) -> String {
    String(decoding: name, as: UTF8.self).lowercased().split(separator: ".")
      .filter { !["env", "envrc", "local"].contains($0) }.joined(separator: ".")
  }

  private static let templates: Set<Substring> = [
    "example", "examples", "sample", "template", "tmpl", "tpl", "dist", "default", "defaults",
  ]

  /// Endings of code, documentation and encrypted files.
  private static let notSettings: Set<Substring> = [
    "ts", "js", "mjs", "cjs", "py", "rb", "php", "go", "md", "vault", "enc", "gpg", "age", "asc",
  ]
}
