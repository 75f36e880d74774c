import Findings
import Text

/// Colours and lines of text for a terminal.
struct TextStyle {
  /// Roles in the report, and the ANSI attributes (ECMA-48, section 8.3.117) they are shown with.
  enum Role: String {
    case critical = "1;31"
    case high = "31"
    case medium = "33"
    case low = "36"
    case info = "34"
    case strong = "1"
    case quiet = "2"
    case good = "32"
  }

  let color: Bool
  /// In columns.
  let width: Int

  /// The escaped text in the colours of a role.
  func paint(_ text: String, _ role: Role) -> String {
    let safe = Escaping.visible(text)
    return color && !safe.isEmpty ? "\u{1B}[\(role.rawValue)m\(safe)\u{1B}[0m" : safe
  }

  func role(of severity: Severity) -> Role {
    switch severity {
    case .critical: .critical
    case .high: .high
    case .medium: .medium
    case .low: .low
    case .info: .info
    }
  }

  /// The escaped text broken at spaces to the report's width.
  ///
  /// - Parameters:
  ///   - lead: Stands before the first line; further lines are indented as far, up to a third of the width.
  ///   - text: Words longer than a line stay whole, so that addresses can be clicked.
  func wrapped(_ lead: String, _ text: String) -> [String] {
    let indent = String(repeating: " ", count: min(Self.columns(of: lead), width / 3))
    var lines: [String] = []
    var line = lead
    var isFresh = true
    for word in Escaping.visible(text).split(separator: " ") {
      if !isFresh, Self.columns(of: line) + 1 + Self.columns(of: word) > width {
        lines.append(line)
        line = indent
        isFresh = true
      }
      line += isFresh ? word : " " + word
      isFresh = false
    }
    return lines + [line]
  }

  /// The escaped text, as much of it as fits.
  func clipped(_ text: String, columns: Int) -> String { Self.head(of: Escaping.visible(text), columns: columns) }

  static let ellipsis = "..."

  /// The beginning of a text that takes more columns than there are, with an ellipsis.
  static func head(of text: String, columns: Int) -> String {
    if TextStyle.columns(of: text) <= columns { return text }
    return prefix(of: text, columns: columns - ellipsis.count).map { $0 + ellipsis } ?? ""
  }

  /// As many characters as fit; `nil` where none may.
  static func prefix(of text: String, columns: Int) -> String? {
    guard columns > 0 else { return nil }
    var kept = ""
    var used = 0
    for character in text {
      used += TextStyle.columns(of: String(character))
      if used > columns { break }
      kept.append(character)
    }
    return kept
  }

  /// Columns that a text takes on a terminal: none for combining marks, two for wide East Asian characters and emoji.
  static func columns(of text: some StringProtocol) -> Int {
    text.unicodeScalars.reduce(0) { $0 + columns(of: $1) }
  }

  private static func columns(of scalar: Unicode.Scalar) -> Int {
    guard scalar.value >= 0x300 else { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    switch scalar.value {
    // The wide blocks of Unicode's EastAsianWidth.txt.
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
