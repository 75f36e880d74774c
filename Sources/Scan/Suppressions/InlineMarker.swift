import ByteSearch
import Findings
import Text

/// A comment in scanned text that says a secret is known and accepted.
struct InlineMarker: Sendable, Hashable {
  /// Which lines a comment speaks of.
  enum Scope: Sendable {
    case line, nextLine, blockBegin, blockEnd
  }

  /// The comment's fixed words, such as `leaksift:allow`.
  var name: String
  var scope: Scope
  /// The attributes after the words; only leaksift's own comments have any.
  var attributes = SuppressionAttributes()
  /// Words that may be ids of rules, else they are the reason.
  var words: [String] = []
  /// 1-based line of the secret's text from which the comment was read; 0 when it is not known.
  var line = 0

  /// Whether the comment speaks of findings of a rule.
  ///
  /// - Parameter rules: The rules in use.
  func covers(rule: String, rules: KnownRules) -> Bool {
    let ids = attributes.rules + words.filter(rules.contains)
    return ids.isEmpty || ids.contains { rules.isMeant(rule, by: $0) }
  }

  /// What its author gave as reason; the comment's own words when there is none.
  func reason(rules: KnownRules) -> String {
    if let reason = attributes.reason { return reason }
    let free = words.filter { !rules.contains($0) }
    return free.isEmpty ? name : free.joined(separator: " ")
  }
}

extension InlineMarker {
  /// Comments of other scanners, found wherever they are on a line.
  private static let peers: [(name: String, scope: Scope)] = [
    ("gitleaks:allow", .line), ("betterleaks:allow", .line), ("trufflehog:ignore", .line),
    ("kingfisher:ignore", .line), ("pragma: allowlist secret", .line), ("pragma: whitelist secret", .line),
    ("pragma: allowlist nextline secret", .nextLine),
  ]
  /// leaksift's comments, longest first.
  private static let own: [(name: String, scope: Scope)] = [
    ("leaksift:allow-next-line", .nextLine), ("leaksift:allow-begin", .blockBegin),
    ("leaksift:allow-end", .blockEnd), ("leaksift:allow", .line),
  ]

  /// Every comment in a piece of text, in order.
  static func all(in text: [UInt8]) -> [InlineMarker] {
    var markers: [InlineMarker] = []
    for colon in text.indices.dropLast() where text[colon] == UInt8(ascii: ":") && mayFollow(text[colon + 1]) {
      if let marker = marker(aroundColon: colon, in: text) { markers.append(marker) }
    }
    return markers + (holdsGGIgnore(text) ? [InlineMarker(name: ggIgnore, scope: .line)] : [])
  }

  /// Whether a byte is behind the colon of a comment: `allow`, `ignore`, or the blank of a pragma.
  private static func mayFollow(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "a") || byte == UInt8(ascii: "i") || byte == UInt8(ascii: " ")
  }

  /// GitGuardian's comment, which has no colon.
  private static let ggIgnore = "ggignore"
  private static let commentSigns = ["#", "//", "*", "--", ";", "%"]

  /// Whether `ggignore` is the first word after a comment sign.
  private static func holdsGGIgnore(_ text: [UInt8]) -> Bool {
    var start = 0
    while let place = text.span.firstIndex(of: Array(ggIgnore.utf8), from: start) {
      start = place + ggIgnore.utf8.count
      let before = text[..<place].reversed().drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      let isOpened = commentSigns.contains { before.starts(with: $0.utf8.reversed()) }
      if isOpened, start == text.count || !isWordByte(text[start]) { return true }
    }
    return false
  }

  /// The comment whose first colon is at an offset.
  static func marker(aroundColon colon: Int, in text: [UInt8]) -> InlineMarker? {
    for (name, scope) in peers where stands(name, aroundColon: colon, in: text) {
      return InlineMarker(name: name, scope: scope)
    }
    for (name, scope) in own where stands(name, aroundColon: colon, in: text) {
      let end = colon + name.utf8.count - prefixLength(of: name)
      if end < text.count, isWordByte(text[end]) { continue }
      return own(name, scope, rest: text[end...].prefix { $0 != UInt8(ascii: "\n") })
    }
    return nil
  }

  private static func own(_ name: String, _ scope: Scope, rest: ArraySlice<UInt8>) -> InlineMarker {
    var marker = InlineMarker(name: name, scope: scope)
    (marker.words, marker.attributes) = SuppressionAttributes.inComment(String(decoding: rest, as: UTF8.self))
    return marker
  }

  private static func stands(_ name: String, aroundColon colon: Int, in text: [UInt8]) -> Bool {
    let start = colon - prefixLength(of: name)
    let end = start + name.utf8.count
    return start >= 0 && end <= text.count && text[start..<end].elementsEqual(name.utf8)
  }

  private static func prefixLength(of name: String) -> Int {
    name.utf8.prefix { $0 != UInt8(ascii: ":") }.count
  }

  /// `leaksift:allowed` is no comment of ours, and `leaksift:allow-…` another one.
  private static func isWordByte(_ byte: UInt8) -> Bool {
    byte.isWordByte || byte == UInt8(ascii: "-")
  }
}
