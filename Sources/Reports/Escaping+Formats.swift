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
}
