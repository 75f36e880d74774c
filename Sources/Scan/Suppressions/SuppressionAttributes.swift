import Findings
import Rules

/// What the author of a suppression says about it: `reason="…" owner="…" until=YYYY-MM-DD rule=ID,ID`.
struct SuppressionAttributes: Sendable, Hashable {
  var reason: String?
  var owner: String?
  /// The last day on which it counts.
  var until: CalendarDay?
  /// An `until` that is no date: the suppression does not count.
  var unreadableDate: String?
  /// Ids of the rules it is for; empty means all.
  var rules: [String] = []
  /// What is to become of a gap: `accepted`, in ignore files alone.
  var gap: String?

  static let names = ["reason", "owner", "until", "rule", "gap"]

  /// Why the suppression does not count on a day; `nil` while it does.
  func refusal(on today: CalendarDay) -> String? {
    if let unreadableDate { return "its date `\(unreadableDate)` is not of the form YYYY-MM-DD" }
    guard let until, until < today else { return nil }
    return "it expired on \(until)"
  }

  /// Reads what follows a comment's words.
  ///
  /// - Returns: The bare words up to the first attribute, and the attributes. What ends a comment (`*/`, `-->`) counts
  ///   as neither.
  static func inComment(_ text: String) -> (words: [String], attributes: SuppressionAttributes) {
    var reader = AttributeReader(text)
    var attributes = SuppressionAttributes()
    var words: [String] = []
    while let token = reader.next() {
      switch token {
      case .word(let word):
        if commentEnds.contains(word) { return (words, attributes) }
        words += word.split(separator: ",").map { String($0) }.filter { $0.contains { $0.isLetter || $0.isNumber } }
      case .attribute(let name, let value):
        attributes.set(name, value)
      }
    }
    return (words, attributes)
  }

  private static let commentEnds: Set<String> = ["*/", "-->", "--%>", "#}", "%>"]

  /// Sets an attribute.
  ///
  /// - Returns: Whether there is one of the name.
  @discardableResult
  mutating func set(_ name: String, _ value: String) -> Bool {
    switch name {
    case "reason": reason = value
    case "owner": owner = value
    case "until":
      until = CalendarDay(value)
      unreadableDate = until == nil ? value : nil
    case "rule": rules += value.split(separator: ",").map { String($0) }
    case "gap": gap = value
    default: return false
    }
    return true
  }
}

/// Splits text at blanks into words and `name=value` pairs; a value may be quoted, with `\"` inside.
struct AttributeReader {
  enum Token: Equatable {
    case word(String)
    case attribute(name: String, value: String)
  }

  private var rest: Substring
  /// Whether a quote was opened and never closed.
  private(set) var endedInQuotes = false

  init(_ text: String) {
    rest = text[...]
  }

  mutating func next() -> Token? {
    rest = rest.drop { $0.isWhitespace }
    guard !rest.isEmpty else { return nil }
    let name = rest.prefix { !$0.isWhitespace && $0 != "=" && $0 != "\"" }
    let isKnown = SuppressionAttributes.names.contains(String(name))
    guard isKnown, rest.dropFirst(name.count).first == "=" else {
      let word = rest.prefix { !$0.isWhitespace }
      rest = rest.dropFirst(word.count)
      return .word(String(word))
    }
    rest = rest.dropFirst(name.count + 1)
    return .attribute(name: String(name), value: value())
  }

  private mutating func value() -> String {
    guard let quote = rest.first, quote == "\"" || quote == "'" else {
      let value = rest.prefix { !$0.isWhitespace }
      rest = rest.dropFirst(value.count)
      return String(value)
    }
    rest = rest.dropFirst()
    var value = ""
    while let character = rest.popFirst() {
      if character == quote { return value }
      value.append(character == "\\" ? rest.popFirst() ?? "\\" : character)
    }
    endedInQuotes = true
    return value
  }
}
