import Text

// Escaping that only formats of reports need.
extension Escaping {
  /// A visible text for XML and HTML: elements, attributes in either kind of quotes.
  static func markup(_ text: String) -> String {
    replacing(content(text)) { scalar in
      switch scalar {
      case "\"": "&quot;"
      case "'": "&#39;"
      default: nil
      }
    }
  }

  /// A visible text for elements of XML and HTML alone.
  static func content(_ text: String) -> String {
    replacing(visible(text)) { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      // Not characters of XML 1.0 (section 2.2), though valid in UTF-8.
      case "\u{FFFE}", "\u{FFFF}": "\u{FFFD}"
      default: nil
      }
    }
  }

  /// The text when it is a web address that is safe to link to, `nil` when it is anything else, such as a menu path.
  static func webAddress(_ text: String?) -> String? {
    guard let text, text.hasPrefix("https://") || text.hasPrefix("http://") else { return nil }
    let forbidden: Set<Unicode.Scalar> = [" ", "\"", "<", ">", "\\", "^", "`", "{", "|", "}", "(", ")"]
    return text.unicodeScalars.contains { $0.value > 0x7E || isUnsafe($0) || forbidden.contains($0) } ? nil : text
  }
}
