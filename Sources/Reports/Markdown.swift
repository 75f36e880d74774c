import Text

/// Markdown as GitHub and GitLab read it (CommonMark with tables).
enum Markdown {
  /// Running text that stays text: no emphasis, link, mention, issue number or HTML comes out of it.
  static func text(_ text: String) -> String {
    Escaping.replacing(Escaping.visible(text)) { scalar in
      // Character references become plain characters only after all structure has been read.
      "\\`*_{}[]<>()#|~&@$!\"'".unicodeScalars.contains(scalar) ? "&#\(scalar.value);" : nil
    }
  }

  /// Content in monospace; GitHub looks for neither mentions nor links inside.
  static func code(_ text: String) -> String {
    "<code>\(Self.text(text).replacingSchemeSeparators)</code>"
  }

  /// Markup that leads to an address, where there is one that is safe to link to.
  static func link(_ markup: String, to address: String?) -> String {
    Escaping.webAddress(address).map { "<a href=\"\(Escaping.markup($0))\">\(markup)</a>" } ?? markup
  }

  /// A block of lines of content, fenced with more backticks than any line has in a row.
  static func block(_ lines: [String], indent: String) -> [String] {
    let lines = lines.map(Escaping.visible)
    let fence = String(repeating: "`", count: max(3, (lines.map(longestRun).max() ?? 0) + 1))
    return ([fence + "text"] + lines + [fence]).map { indent + $0 }
  }

  private static func longestRun(of text: String) -> Int {
    var longest = 0
    var current = 0
    for byte in text.utf8 {
      current = byte == UInt8(ascii: "`") ? current + 1 : 0
      longest = max(longest, current)
    }
    return longest
  }
}

extension String {
  /// Keeps an address from becoming a link where HTML is inside Markdown.
  fileprivate var replacingSchemeSeparators: String {
    Escaping.replacing(self) { $0 == ":" ? "&#58;" : nil }
  }
}
