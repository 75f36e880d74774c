import Rules
import Text

/// Tests for values that are no secrets by the line they are on, or by the line below.
extension Dismissal {
  /// Whether a value is no secret by its line or the one below.
  ///
  /// - Parameter name: Where the value's name is; empty when it has none.
  static func applies(
    to secret: Range<Int>, named name: Range<Int>, in surroundings: Surroundings, of text: Span<UInt8>,
    checks: CheckSet<DismissalCheck>
  ) -> Bool {
    var open = checks.intersection(DismissalCheck.ofLine)
    while let check = open.popFirst() {
      let agrees =
        switch check {
        case .constantOfFamily: isOfFamily(secret, name, on: surroundings.line, in: text)
        case .selectorKey: isSelectorKey(secret, name, in: text, surroundings)
        case .labelOfPEM: isLabelOfPEM(secret, in: text, surroundings)
        case .definedUUID: isDefinedUUID(secret, on: surroundings.line, in: text)
        default: false
        }
      if agrees { return true }
    }
    return false
  }

  /// A value that only a blank parts from a path, as a commit from the module that it belongs to:
  /// `example.com/go/oauth2 0c2e…`.
  static func isAfterPath(_ secret: Range<Int>, on line: Range<Int>, in text: Span<UInt8>) -> Bool {
    guard secret.allSatisfy({ text[$0].isHexDigit }) else { return false }
    var end = secret.lowerBound
    while end > line.lowerBound, text[end - 1].isBlank { end -= 1 }
    guard end < secret.lowerBound, end > line.lowerBound, isPathPart(text[end - 1]) else { return false }
    var start = end
    var hasDot = false
    var slashes = 0
    while start > line.lowerBound, isPathPart(text[start - 1]) || text[start - 1] == UInt8(ascii: "/") {
      start -= 1
      if text[start] == UInt8(ascii: "/") { slashes += 1 } else if text[start] == UInt8(ascii: ".") { hasDot = true }
    }
    return slashes > 0 && hasDot
  }

  private static func isPathPart(_ byte: UInt8) -> Bool {
    byte.isWordByte || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }

  /// `EN_READ | EN_WRITE`: constants of one family, of which the first only looks like a name of the second.
  private static func isOfFamily(
    _ secret: Range<Int>, _ name: Range<Int>, on line: Range<Int>, in text: Span<UInt8>
  ) -> Bool {
    let gap = text.extracting(min(name.upperBound, secret.lowerBound)..<secret.lowerBound)
    guard gap.indices.contains(where: { gap[$0] == UInt8(ascii: "|") }), gap.count <= 4 else { return false }
    // A row of a table begins with the bar.
    guard let first = line.first(where: { !text[$0].isBlank }), text[first] != UInt8(ascii: "|") else {
      return false
    }
    let shared = name.prefix { text[$0] == text[min(secret.lowerBound + $0 - name.lowerBound, secret.upperBound - 1)] }
    return shared.contains { text[$0] == UInt8(ascii: "_") } && secret.allSatisfy { text[$0].isWordByte }
  }

  /// `"key": "…", "operator": "In"`: what a selector of Kubernetes or a list of pairs calls a key is a name.
  private static func isSelectorKey(
    _ secret: Range<Int>, _ name: Range<Int>, in text: Span<UInt8>, _ surroundings: Surroundings
  ) -> Bool {
    guard name.count == 3, text[name.lowerBound].lowercased == UInt8(ascii: "k"),
      secret.lowerBound - name.upperBound <= 8
    else { return false }
    var place = secret.upperBound
    while place < surroundings.after.upperBound, isBetweenMembers(text[place]) { place += 1 }
    return place > secret.upperBound && siblings.match(at: place, in: text)
  }

  private static let siblings = FoldedWords(["operator", "effect", "value", "values", "optional"])

  private static func isBetweenMembers(_ byte: UInt8) -> Bool {
    byte.isBlank || byte.isQuote || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n")
      || byte == UInt8(ascii: "\r")
  }

  /// `PrivateKey=Alice-P256` above a PEM block: what the block is called.
  private static func isLabelOfPEM(
    _ secret: Range<Int>, in text: Span<UInt8>, _ surroundings: Surroundings
  ) -> Bool {
    guard secret.upperBound == surroundings.line.upperBound else { return false }
    var start = surroundings.after.lowerBound
    while start < surroundings.after.upperBound, text[start] == UInt8(ascii: "\r") || text[start] == UInt8(ascii: "\n")
    {
      start += 1
    }
    let rest = text.extracting(start..<max(start, surroundings.after.upperBound))
    return KnownStarts.block.longest(in: rest) > 0
  }

  /// `#define ACME_KEY_FN "76E9027C-…"`: C names interfaces and events by UUIDs.
  private static func isDefinedUUID(_ secret: Range<Int>, on line: Range<Int>, in text: Span<UInt8>) -> Bool {
    guard secret.count == 36, line.count > 7, isUUID(text.extracting(secret)) else { return false }
    return "#define".utf8.enumerated().allSatisfy { text[line.lowerBound + $0.offset] == $0.element }
  }
}
