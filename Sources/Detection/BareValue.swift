import ByteSearch
import Text

/// What follows a value without quotes on its line, when the line gives a name that value: `name: value…`.
///
/// Rules let a bare value end at the first byte that ends one in any syntax. Where it really ends depends on the kind of
/// file, which is known only when a candidate is settled, so what may belong to it is kept until then.
struct BareValue: Sendable {
  /// Longest part of a line, either side of the value, that is looked at.
  private static let reach = 500

  /// The operator between name and value, `:` or `=`.
  let mark: UInt8
  /// The line after the part that the rule found, never empty.
  let rest: [UInt8]
  /// How many of those bytes belong to the value, once the kind of file is known.
  var taken = 0

  /// - Parameter lookedAt: Grows to what the outcome depends on.
  init?(behind value: Range<Int>, in text: Span<UInt8>, lookedAt: inout Range<Int>) {
    let lineStart = TextLines.start(of: value.lowerBound, in: text, limit: Self.reach)
    let lineEnd = TextLines.end(of: value.upperBound, in: text, limit: Self.reach)
    lookedAt.formUnion(lineStart - 1..<lineEnd + 2)
    let isClipped = value.lowerBound - lineStart == Self.reach || lineEnd - value.upperBound == Self.reach
    guard !isClipped, lineEnd > value.upperBound,
      let mark = Self.mark(ofNameIn: lineStart..<value.lowerBound, of: text)
    else { return nil }
    self.mark = mark
    rest = text.extracting(value.upperBound..<lineEnd).withUnsafeBufferPointer { Array($0) }
  }

  /// The operator when a line's beginning is a name and nothing else.
  private static func mark(ofNameIn lead: Range<Int>, of text: Span<UInt8>) -> UInt8? {
    var place = lead.lowerBound
    func skip(while holds: (UInt8) -> Bool) {
      while place < lead.upperBound, holds(text[place]) { place += 1 }
    }
    skip { $0.isBlank || $0 == UInt8(ascii: "-") }
    for word in introductions where hasWord(word, at: place, until: lead.upperBound, in: text) { place += word.count }
    let name = place
    skip { !$0.isBlank && !"=:#;{[(<".utf8.contains($0) }
    guard place > name else { return nil }
    skip(while: { $0.isBlank })
    guard place < lead.upperBound, text[place] == UInt8(ascii: ":") || text[place] == UInt8(ascii: "=") else {
      return nil
    }
    let mark = text[place]
    place += 1
    skip(while: { $0.isBlank })
    return place == lead.upperBound ? mark : nil
  }

  /// What is before the name in scripts and Dockerfiles.
  private static let introductions = ["export ", "set ", "ENV ", "ARG "].map { Array($0.utf8) }

  private static func hasWord(_ word: [UInt8], at place: Int, until end: Int, in text: Span<UInt8>) -> Bool {
    place + word.count <= end && word.indices.allSatisfy { text[place + $0] == word[$0] }
  }
}
