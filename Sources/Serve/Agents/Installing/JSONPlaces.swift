import Text

/// A value of a JSON text that people edit, with comments and trailing commas, and where in the text it is.
struct JSONPlace {
  /// A member of an object.
  struct Member {
    var name: String
    /// From the name to the end of the value.
    var range: Range<Int>
    var value: JSONPlace
  }

  enum Content {
    case object([Member])
    case array([JSONPlace])
    /// A text, a number or a word, as it is written.
    case scalar
  }

  var range: Range<Int>
  var content: Content

  /// The places of the elements or members.
  var children: [Range<Int>] {
    switch content {
    case .object(let members): members.map(\.range)
    case .array(let elements): elements.map(\.range)
    case .scalar: []
    }
  }

  /// The elements of an array; none of anything else.
  var elements: [JSONPlace] { if case .array(let elements) = content { elements } else { [] } }

  /// The members of an object; none of anything else.
  var members: [Member] { if case .object(let members) = content { members } else { [] } }

  subscript(name: String) -> JSONPlace? { members.last { $0.name == name }?.value }

  /// Reads a whole text; `nil` when it is no JSON even with comments, or nested deeper than 64.
  init?(_ text: [UInt8]) {
    var reader = JSONPlaceReader(bytes: text)
    reader.skipBlanks()
    guard let value = reader.value(depth: 0) else { return nil }
    reader.skipBlanks()
    guard reader.place == text.count else { return nil }
    self = value
  }

  fileprivate init(_ range: Range<Int>, _ content: Content) {
    self.range = range
    self.content = content
  }
}

private struct JSONPlaceReader {
  static let deepest = 64
  let bytes: [UInt8]
  var place = 0

  var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  /// Passes blanks and comments.
  mutating func skipBlanks() {
    while let byte = next {
      if byte.isWhitespace {
        place += 1
      } else if bytes[place...].starts(with: "//".utf8) {
        while let byte = next, byte != 0x0A { place += 1 }
      } else if bytes[place...].starts(with: "/*".utf8) {
        place += 2
        while place < bytes.count, !bytes[place...].starts(with: "*/".utf8) { place += 1 }
        place = min(bytes.count, place + 2)
      } else {
        return
      }
    }
  }

  mutating func value(depth: Int) -> JSONPlace? {
    guard depth < JSONPlaceReader.deepest, let byte = next else { return nil }
    let start = place
    switch byte {
    case UInt8(ascii: "{"):
      var members: [JSONPlace.Member] = []
      let isClosed = list(until: UInt8(ascii: "}")) { reader in
        guard let member = reader.member(depth: depth) else { return false }
        members.append(member)
        return true
      }
      return isClosed ? JSONPlace(start..<place, .object(members)) : nil
    case UInt8(ascii: "["):
      var elements: [JSONPlace] = []
      let isClosed = list(until: UInt8(ascii: "]")) { reader in
        guard let element = reader.value(depth: depth + 1) else { return false }
        elements.append(element)
        return true
      }
      return isClosed ? JSONPlace(start..<place, .array(elements)) : nil
    default:
      guard scalar() != nil else { return nil }
      return JSONPlace(start..<place, .scalar)
    }
  }

  private mutating func member(depth: Int) -> JSONPlace.Member? {
    let start = place
    guard next == UInt8(ascii: "\""), let name = scalar()?.string else { return nil }
    skipBlanks()
    guard next == UInt8(ascii: ":") else { return nil }
    place += 1
    skipBlanks()
    guard let value = value(depth: depth + 1) else { return nil }
    return .init(name: name, range: start..<place, value: value)
  }

  /// Reads what is between brackets; a comma may be the last.
  private mutating func list(until end: UInt8, _ item: (inout JSONPlaceReader) -> Bool) -> Bool {
    place += 1
    while true {
      skipBlanks()
      if next == end { break }
      guard item(&self) else { return false }
      skipBlanks()
      if next == UInt8(ascii: ",") { place += 1 } else if next != end { return false }
    }
    place += 1
    return true
  }

  private mutating func scalar() -> JSONValue? {
    let start = place
    if next == UInt8(ascii: "\"") {
      place += 1
      while let byte = next, byte != UInt8(ascii: "\"") { place += byte == UInt8(ascii: "\\") ? 2 : 1 }
      place += 1
    } else {
      while let byte = next,
        byte.isWordByte || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "+")
      {
        place += 1
      }
    }
    guard place <= bytes.count else { return nil }
    return JSONValue(parsing: Array(bytes[start..<place]))
  }
}
