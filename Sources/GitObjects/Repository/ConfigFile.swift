/// The settings of one git configuration file (git-config, "Syntax").
///
/// Includes are not followed: git does not follow them either for the settings that describe a repository.
struct ConfigFile {
  /// The last value of each setting, under "section.key" or "section.subsection.key"; section and key in lower case.
  private(set) var values: [String: String] = [:]

  /// Reads a file; one that does not exist has no settings.
  init(path: String) throws(GitError) {
    let bytes = try Files.readIfPresent(path, limit: 16 << 20) ?? []
    self.init(text: String(decoding: bytes, as: UTF8.self))
  }

  /// Parses the text of a file; malformed lines are ignored.
  init(text: String) {
    var section = ""
    let joined = text.replacing("\r\n", with: "\n").replacing("\\\n", with: "")
    for line in joined.split(separator: "\n") {
      var rest = Self.trimmed(line)
      if rest.hasPrefix("[") {
        guard let end = Self.sectionEnd(rest) else { continue }
        section = Self.sectionName(rest[..<end])
        rest = Self.trimmed(rest[rest.index(after: end)...])
      }
      guard let first = rest.first, first != "#", first != ";" else { continue }
      let parts = rest.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let key = Self.trimmed(parts[0]).lowercased()
      values["\(section).\(key)"] = parts.count > 1 ? Self.value(parts[1]) : "true"
    }
  }

  /// The value of a setting, see ``values``; nil when it is not set.
  subscript(name: String) -> String? { values[name] }

  /// Whether a setting is true, in any of git's spellings.
  func isOn(_ name: String) -> Bool {
    ["true", "yes", "on", "1"].contains(values[name]?.lowercased() ?? "")
  }

  /// Where the bracket is that ends a section's header.
  private static func sectionEnd(_ line: Substring) -> Substring.Index? {
    var isQuoted = false
    for index in line.indices {
      if line[index] == "\"" { isQuoted.toggle() }
      if line[index] == "]", !isQuoted { return index }
    }
    return nil
  }

  /// `[remote "origin"` gives `remote.origin`.
  private static func sectionName(_ header: Substring) -> String {
    let parts = header.dropFirst().split(separator: "\"", maxSplits: 1)
    guard let name = parts.first else { return "" }
    let section = trimmed(name).lowercased()
    guard parts.count > 1 else { return section }
    return "\(section).\(parts[1].filter { $0 != "\"" && $0 != "\\" })"
  }

  /// A value without quotes, escapes and comment.
  private static func value(_ raw: Substring) -> String {
    var result = ""
    var isQuoted = false
    var isEscaped = false
    for character in trimmed(raw) {
      if isEscaped {
        result.append(character == "n" ? "\n" : character == "t" ? "\t" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        isQuoted.toggle()
      } else if !isQuoted, character == "#" || character == ";" {
        break
      } else {
        result.append(character)
      }
    }
    return isQuoted ? result : String(trimmed(result[...]))
  }

  private static func trimmed(_ text: Substring) -> Substring {
    let start = text.drop { $0 == " " || $0 == "\t" || $0 == "\r" }
    guard let last = start.lastIndex(where: { $0 != " " && $0 != "\t" && $0 != "\r" }) else {
      return start[..<start.startIndex]
    }
    return start[...last]
  }
}
