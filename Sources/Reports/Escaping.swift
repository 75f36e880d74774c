/// What scanned content must never do to a terminal, a page or a parser.
enum Escaping {
  /// Whether a character steers a terminal, is invisible or reorders text: C0, C1, line and paragraph
  /// separators, bidirectional controls and other format characters (Unicode categories Cc, Cf, Zl, Zp).
  static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x80 { return scalar.value < 0x20 || scalar.value == 0x7F }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return true
    default: return false
    }
  }

  /// The text with every unsafe character replaced by its visible name, such as `\u{1b}`.
  static func visible(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
    return replacing(text) { isUnsafe($0) ? "\\u{\(String($0.value, radix: 16))}" : nil }
  }

  /// Replaces single characters.
  ///
  /// - Parameter replacement: Gives what stands for a character, or `nil` to keep it.
  static func replacing(_ text: String, with replacement: (Unicode.Scalar) -> String?) -> String {
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

  /// A visible text for XML and HTML: elements, attributes in either kind of quotes.
  static func markup(_ text: String) -> String {
    replacing(visible(text)) { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      case "'": "&#39;"
      // Not characters of XML 1.0 (section 2.2), though valid in UTF-8.
      case "\u{FFFE}", "\u{FFFF}": "\u{FFFD}"
      default: nil
      }
    }
  }

  /// A path as a relative URI reference (RFC 3986, section 3.3): `/` stays, all else but unreserved is encoded.
  static func uriPath(_ path: String) -> String {
    let digits = Array("0123456789ABCDEF".unicodeScalars)
    var result = String.UnicodeScalarView()
    for byte in path.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F, 0x7E:
        result.append(Unicode.Scalar(byte))
      default:
        result.append(contentsOf: ["%", digits[Int(byte >> 4)], digits[Int(byte & 15)]])
      }
    }
    return String(result)
  }

  /// The text when it is a web address that is safe to link to, `nil` when it is anything else, such as a menu path.
  static func webAddress(_ text: String?) -> String? {
    guard let text, text.hasPrefix("https://") || text.hasPrefix("http://") else { return nil }
    let forbidden: Set<Unicode.Scalar> = [" ", "\"", "<", ">", "\\", "^", "`", "{", "|", "}", "(", ")"]
    return text.unicodeScalars.contains { $0.value > 0x7E || isUnsafe($0) || forbidden.contains($0) } ? nil : text
  }
}
