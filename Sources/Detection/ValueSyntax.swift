import Text

/// How a kind of file writes values without quotes, and so where one ends.
enum ValueSyntax {
  /// A plain scalar ends at ` #` or with the line (YAML 1.2, 7.3.3).
  case yaml
  /// As the dotenv libraries read it: at ` #` or with the line.
  case environment
  /// With the line (java.util.Properties).
  case properties
  /// At a blank or an operator outside quotes (POSIX shell, 2.3).
  case shell
  /// At ` #` or ` ;`, or with the line.
  case initialization
  /// As initialization files write it after `=`, unless another setting follows on the line: programs give the ending
  /// `.conf` to files of many syntaxes.
  case configuration

  /// `nil` where values without quotes have no end of their own, or do not exist: in JSON and TOML they are numbers.
  ///
  /// - Parameter path: Path with `/` between parts.
  init?(path: [UInt8]) {
    let name = path.split(separator: UInt8(ascii: "/")).last.map { $0.map({ $0.lowercased }) } ?? []
    let text = String(decoding: name, as: UTF8.self)
    let ending = text.split(separator: ".", omittingEmptySubsequences: false).last ?? ""
    if text == ".env" || text.hasPrefix(".env.") || ending == "env" {
      self = .environment
    } else if let syntax = Self.endings[String(ending)] {
      self = syntax
    } else {
      return nil
    }
  }

  private static let endings: [String: ValueSyntax] = [
    "yml": .yaml, "yaml": .yaml, "properties": .properties, "ini": .initialization, "cfg": .initialization,
    "cnf": .initialization, "conf": .configuration,
    "sh": .shell, "bash": .shell, "zsh": .shell, "ksh": .shell, "envrc": .shell,
    "profile": .shell, "bashrc": .shell, "zshrc": .shell, "bash_profile": .shell, "dockerfile": .shell,
  ]

  /// How many bytes after the part of a value that a rule found belong to it.
  func length(of bare: BareValue) -> Int {
    let rest = bare.rest[...]
    let end =
      switch self {
      case .yaml: bare.mark == UInt8(ascii: ":") && !Self.isInFlow(rest) ? Self.end(of: rest, comments: "#") : 0
      case .environment: Self.end(of: rest, comments: "#")
      case .properties: rest.count
      case .shell: bare.mark == UInt8(ascii: "=") ? Self.endOfWord(rest) : 0
      case .initialization: Self.end(of: rest, comments: "#;")
      case .configuration:
        bare.mark == UInt8(ascii: "=") && !Self.hasSetting(rest) ? Self.end(of: rest, comments: "#;") : 0
      }
    let value = rest[..<end].reversed().drop(while: { $0.isBlank })
    // What only closes the text around it: `{` or `"` on an earlier line.
    let isClosing = value.allSatisfy { ",;)]}>\"'`".utf8.contains($0) }
    return isClosing && self != .environment && self != .properties ? 0 : value.count
  }

  /// Where a comment begins after a blank.
  private static func end(of rest: ArraySlice<UInt8>, comments: String) -> Int {
    rest.indices.dropFirst().first { comments.utf8.contains(rest[$0]) && rest[$0 - 1].isBlank } ?? rest.count
  }

  /// Whether a further name and value follow, which a plain scalar cannot contain: `a, user: b }`.
  private static func isInFlow(_ rest: ArraySlice<UInt8>) -> Bool {
    zip(rest, rest.dropFirst()).contains { $0 == UInt8(ascii: ":") && $1.isBlank }
  }

  /// Whether a name and `=` follow a blank, a comma or `&`: `a, user = b`.
  private static func hasSetting(_ rest: ArraySlice<UInt8>) -> Bool {
    let separates: (UInt8) -> Bool = { $0.isBlank || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "&") }
    return rest.split(whereSeparator: separates).enumerated().contains { index, word in
      let isApart = index > 0 || rest.first.map(separates) ?? false
      let equals = UInt8(ascii: "=")
      // Two at the end belong to base64.
      guard isApart, let mark = word.firstIndex(of: equals), word[mark...].dropFirst().first != equals else {
        return false
      }
      return word[..<mark].allSatisfy { $0.isLetter || $0.isDigit || "_.-".utf8.contains($0) }
    }
  }

  private static func endOfWord(_ rest: ArraySlice<UInt8>) -> Int {
    var quote: UInt8?
    var place = 0
    while place < rest.count {
      let byte = rest[place]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte.isQuote {
        quote = byte
      } else if byte.isBlank || ";&|<>()".utf8.contains(byte) {
        break
      }
      place += byte == UInt8(ascii: "\\") && quote != UInt8(ascii: "'") ? 2 : 1
    }
    return min(place, rest.count)
  }
}
