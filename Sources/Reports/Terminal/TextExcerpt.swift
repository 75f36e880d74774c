import Findings
import Text

/// The line of an occurrence with its secret underlined, as compilers show it.
struct TextExcerpt {
  private static let shortestSecret = 12

  private let before: String
  private let secret: String
  private let after: String
  private let number: String

  /// Fits an excerpt into a number of columns: the secret comes first, then what is before it, then the rest.
  init(_ excerpt: Excerpt, line: Int, width: Int) {
    number = line > 0 ? String(line) : ""
    let room = max(20, width - Self.margin(number).count)
    let shownBefore = String(Self.flat(excerpt.before).drop { $0 == " " })
    let shownSecret = TextStyle.head(of: Self.flat(excerpt.secret), columns: max(Self.shortestSecret, room * 2 / 3))
    let rest = max(0, room - TextStyle.columns(of: shownSecret))
    let shownAfter = Self.flat(excerpt.after)
    let kept = min(TextStyle.columns(of: shownAfter), rest / 4)
    before = Self.tail(of: shownBefore, columns: rest - kept)
    secret = shownSecret
    after = TextStyle.head(of: shownAfter, columns: rest - TextStyle.columns(of: before))
  }

  func lines(style: TextStyle) -> [String] {
    let bar = style.paint(Self.margin(""), .quiet)
    let pad = String(repeating: " ", count: TextStyle.columns(of: before))
    let mark = String(repeating: "^", count: max(1, TextStyle.columns(of: secret)))
    let gutter = style.paint(Self.margin(number), .quiet)
    let text = trimmed(gutter + before + style.paint(secret, .strong) + after)
    return [text, bar + pad + style.paint(mark, .high)]
  }

  /// The line alone, without its number.
  func line(style: TextStyle) -> String {
    trimmed("    " + before + style.paint(secret, .strong) + after)
  }

  private func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }

  private static func margin(_ number: String) -> String {
    String(repeating: " ", count: max(2, 8 - number.count)) + number + " | "
  }

  /// Tabs as single spaces, for the underline to meet the secret; all else made visible.
  private static func flat(_ text: String) -> String {
    Escaping.visible(Escaping.replacing(text) { $0 == "\t" ? " " : $0 == "\r" || $0 == "\n" ? "" : nil })
  }

  private static func tail(of text: String, columns: Int) -> String {
    if TextStyle.columns(of: text) <= columns { return text }
    let reversed = String(text.reversed())
    return TextStyle.prefix(of: reversed, columns: columns - TextStyle.ellipsis.count).map {
      TextStyle.ellipsis + $0.reversed()
    } ?? ""
  }
}
