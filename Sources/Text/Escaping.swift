/// What scanned content must never do to a terminal, a log, a page or a parser.
package enum Escaping {
  /// Whether a character steers a terminal, is invisible or reorders text: C0, C1, line and paragraph
  /// separators, bidirectional controls and other format characters (Unicode categories Cc, Cf, Zl, Zp).
  package static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x80 { return scalar.value < 0x20 || scalar.value == 0x7F }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return true
    default: return false
    }
  }

  /// The text with every unsafe character replaced by its visible name, such as `\u{1b}`, and so that no runner of CI
  /// jobs takes a part of it for a command.
  package static func visible(_ text: String) -> String {
    let isSafe = !text.unicodeScalars.contains(where: isUnsafe)
    return withoutCommands(isSafe ? text : replacing(text) { isUnsafe($0) ? name(of: $0) : nil })
  }

  /// ``visible(_:)`` of each line; the line feeds stay.
  package static func visibleLines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { visible(String($0)) }.joined(separator: "\n")
  }

  /// What is shown for an unsafe character, such as `\u{1b}`.
  package static func name(of scalar: Unicode.Scalar) -> String { "\\u{\(String(scalar.value, radix: 16))}" }

  /// A line that no runner of CI jobs obeys: GitHub reads `::command::` at its start, GitHub and Azure `##[command]`,
  /// Azure `##vso[command]` and TeamCity `##teamcity[command]` anywhere in it.
  package static func withoutCommands(_ line: String) -> String {
    var safe = line
    if line.utf8.drop(while: { $0 == UInt8(ascii: " ") }).starts(with: "::".utf8), let colon = line.firstIndex(of: ":")
    {
      safe.replaceSubrange(colon...colon, with: name(of: ":"))
    }
    return containsCommand(safe) ? safe.replacing("#", with: name(of: "#")) : safe
  }

  /// Whether `##`, letters and a bracket are in a text.
  private static func containsCommand(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.indices.dropLast(2).contains { place in
      guard bytes[place] == UInt8(ascii: "#"), bytes[place + 1] == bytes[place] else { return false }
      return bytes[(place + 2)...].first { $0 | 0x20 < UInt8(ascii: "a") || $0 | 0x20 > UInt8(ascii: "z") }
        == UInt8(ascii: "[")
    }
  }

  /// Replaces single characters.
  ///
  /// - Parameter replacement: Returns the replacement of a character, or `nil` to keep it.
  package static func replacing(_ text: String, with replacement: (Unicode.Scalar) -> String?) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if let other = replacement(scalar) {
        result.append(contentsOf: other.unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// A path as a relative URI reference (RFC 3986, section 3.3): `/` stays, all else but unreserved is encoded.
  package static func uriPath(_ path: String) -> String {
    path.split(separator: "/", omittingEmptySubsequences: false).map { uriComponent(String($0)) }.joined(separator: "/")
  }

  /// A text as a part of a URI (RFC 3986, section 2.3): all but unreserved characters is encoded.
  package static func uriComponent(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
        result.append(Unicode.Scalar(byte))
      default:
        result.append(contentsOf: "%\(Hexadecimal.uppercased(byte))".unicodeScalars)
      }
    }
    return String(result)
  }

  /// The text when it is a web address that is safe to link to, `nil` when it is anything else, such as a menu path.
  package static func webAddress(_ text: String?) -> String? {
    guard let text, text.hasPrefix("https://") || text.hasPrefix("http://") else { return nil }
    let forbidden: Set<Unicode.Scalar> = [" ", "\"", "<", ">", "\\", "^", "`", "{", "|", "}", "(", ")"]
    return text.unicodeScalars.contains { $0.value > 0x7E || isUnsafe($0) || forbidden.contains($0) } ? nil : text
  }
}
