import Detection

/// A comment beside a secret that says it is known and accepted.
struct InlineMarker: Sendable, Hashable {
  /// Comments on the secret's own line: leaksift's and those of other scanners.
  private static let onLine = [
    "leaksift:allow", "gitleaks:allow", "betterleaks:allow", "trufflehog:ignore", "kingfisher:ignore",
    "pragma: allowlist secret",
  ]
  /// Comments on the line before.
  private static let onLineBefore = ["leaksift:allow-next-line", "pragma: allowlist nextline secret"]
  /// Bytes of a line, either side, in which a comment is looked for.
  private static let reach = 2048

  /// The comment's words.
  var marker: String

  /// Looks for a comment on the lines of a match and on the line before.
  init?(on match: Range<Int>, in text: Span<UInt8>) {
    let start = TextLines.start(of: match.lowerBound, in: text, limit: Self.reach)
    let end = TextLines.end(of: match.upperBound, in: text, limit: Self.reach)
    let lines = text.bytes(start..<end)
    if let found = Self.onLine.first(where: { Self.stands($0, in: lines) }) {
      marker = found
      return
    }
    guard start > 0 else { return nil }
    let previous = TextLines.start(of: start - 1, in: text, limit: Self.reach)
    let before = text.bytes(previous..<start)
    guard let found = Self.onLineBefore.first(where: { Self.stands($0, in: before) }) else { return nil }
    marker = found
  }

  /// `leaksift:allow-next-line` on the line itself speaks of the next one.
  private static func stands(_ marker: String, in line: [UInt8]) -> Bool {
    let needle = Array(marker.utf8)
    guard needle.count <= line.count else { return false }
    for place in 0...line.count - needle.count where line[place..<place + needle.count].elementsEqual(needle) {
      let next = place + needle.count < line.count ? line[place + needle.count] : UInt8(ascii: " ")
      if next != UInt8(ascii: "-") { return true }
    }
    return false
  }
}
