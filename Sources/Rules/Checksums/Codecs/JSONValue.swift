/// A JSON text (RFC 8259), read without Foundation for the structure checks.
///
/// Depth is bounded and nothing in it can trap, so hostile input costs at most its own length.
indirect enum JSONValue: Equatable {
  case string(String)
  /// The digits as they stand.
  case number(String)
  case bool(Bool)
  case null
  case array([JSONValue])
  /// Later members win over earlier ones of the same name.
  case object([String: JSONValue])

  /// Reads a whole text; `nil` when it is not JSON or nested deeper than 32.
  init?(parsing bytes: [UInt8]) {
    var reader = JSONReader(bytes: bytes)
    guard let value = reader.value(depth: 0) else { return nil }
    reader.skipBlanks()
    guard reader.place == bytes.count else { return nil }
    self = value
  }

  /// A member of an object.
  subscript(name: String) -> JSONValue? {
    if case .object(let members) = self { members[name] } else { nil }
  }

  var string: String? { if case .string(let text) = self { text } else { nil } }

  var members: [String: JSONValue]? { if case .object(let members) = self { members } else { nil } }

  /// A number's value in whole units, when it fits.
  var integer: Int64? {
    guard case .number(let digits) = self else { return nil }
    return Int64(digits) ?? Double(digits).flatMap { abs($0) < 1e15 ? Int64($0) : nil }
  }
}

private struct JSONReader {
  static let deepest = 32
  let bytes: [UInt8]
  var place = 0

  var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
  }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard next == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  mutating func take(word: StaticString) -> Bool {
    guard bytes[place...].starts(with: word) else { return false }
    place += word.utf8CodeUnitCount
    return true
  }

  mutating func value(depth: Int) -> JSONValue? {
    guard depth < Self.deepest else { return nil }
    skipBlanks()
    switch next {
    case UInt8(ascii: "{"): return object(depth: depth)
    case UInt8(ascii: "["): return array(depth: depth)
    case UInt8(ascii: "\""): return string().map { .string($0) }
    case UInt8(ascii: "t"): return take(word: "true") ? .bool(true) : nil
    case UInt8(ascii: "f"): return take(word: "false") ? .bool(false) : nil
    case UInt8(ascii: "n"): return take(word: "null") ? .null : nil
    default: return number()
    }
  }

  mutating func object(depth: Int) -> JSONValue? {
    place += 1
    var members: [String: JSONValue] = [:]
    if take("}") { return .object(members) }
    repeat {
      skipBlanks()
      guard next == UInt8(ascii: "\""), let name = string(), take(":"), let value = value(depth: depth + 1) else {
        return nil
      }
      members[name] = value
    } while take(",")
    return take("}") ? .object(members) : nil
  }

  mutating func array(depth: Int) -> JSONValue? {
    place += 1
    var elements: [JSONValue] = []
    if take("]") { return .array(elements) }
    repeat {
      guard let element = value(depth: depth + 1) else { return nil }
      elements.append(element)
    } while take(",")
    return take("]") ? .array(elements) : nil
  }

  mutating func number() -> JSONValue? {
    let start = place
    while let byte = next, byte.isDigit || "+-.eE".utf8.contains(byte) { place += 1 }
    let digits = bytes[start..<place].text
    return Double(digits) == nil ? nil : .number(digits)
  }

  mutating func string() -> String? {
    place += 1
    var text: [UInt8] = []
    while let byte = next {
      place += 1
      switch byte {
      case UInt8(ascii: "\""): return text.text
      case UInt8(ascii: "\\"): guard escape(into: &text) else { return nil }
      case 0..<0x20: return nil
      default: text.append(byte)
      }
    }
    return nil
  }

  mutating func escape(into text: inout [UInt8]) -> Bool {
    guard let byte = next else { return false }
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      guard place + 4 <= bytes.count, let unit = UInt32(bytes[place..<place + 4].text, radix: 16) else { return false }
      place += 4
      // Halves of a pair are not joined: the checks compare ASCII names and show ASCII facts.
      text += Array(String(Unicode.Scalar(unit) ?? "\u{FFFD}").utf8)
    default: return false
    }
    return true
  }
}
