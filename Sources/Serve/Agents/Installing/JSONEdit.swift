import Text

/// Adds to and takes from a JSON text without touching anything else in it: comments, order and layout stay.
struct JSONEdit {
  private(set) var text: [UInt8]

  init(_ text: [UInt8]) { self.text = text }

  /// The text's value; `nil` when it is no JSON.
  var root: JSONPlace? { JSONPlace(text) }

  /// Adds a child at the end of an object or array; taking it out again restores every byte.
  ///
  /// - Parameter child: What is added, laid out for a container that begins its line.
  mutating func append(_ child: String, to container: JSONPlace) {
    guard let last = container.children.last else {
      return insert(child, at: container.range.lowerBound + 1)
    }
    let isOnOneLine = !text[container.range.lowerBound..<last.lowerBound].contains(0x0A)
    let indentation = indentation(at: last.lowerBound)
    let laidOut = child.replacing("\n", with: "\n" + indentation)
    insert(isOnOneLine ? ", " + laidOut : ",\n" + indentation + laidOut, at: last.upperBound)
  }

  /// Takes a child out of an object or array.
  mutating func remove(_ index: Int, from container: JSONPlace) {
    let children = container.children
    let child = children[index]
    if index > 0 {
      text.removeSubrange(children[index - 1].upperBound..<child.upperBound)
    } else if children.count > 1 {
      text.removeSubrange(child.lowerBound..<children[1].lowerBound)
    } else {
      text.removeSubrange(child)
    }
  }

  /// Puts another value in place of one.
  mutating func replace(_ range: Range<Int>, with value: String) {
    text.replaceSubrange(range, with: Array(value.utf8))
  }

  private mutating func insert(_ addition: String, at place: Int) {
    text.insert(contentsOf: Array(addition.utf8), at: place)
  }

  /// The blanks that the line of a place begins with.
  private func indentation(at place: Int) -> String {
    let start = text[..<place].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return String(decoding: text[start..<place].prefix { $0.isBlank }, as: UTF8.self)
  }
}
