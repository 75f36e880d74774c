// Reading of JSON, for structure checks and baselines.
extension JSONValue {
  /// A text that is not JSON, nested deeper than 32, or of more values than are accepted.
  package struct Failure: Error {
    /// Offset of the byte at which reading stopped.
    package var offset: Int
  }

  /// Reads a whole text; `nil` when it is not JSON or nested deeper than 32.
  package init?(parsing bytes: [UInt8]) {
    guard let value = try? Self.parse(bytes) else { return nil }
    self = value
  }

  /// Reads a whole text.
  ///
  /// Depth is bounded and nothing in a text can trap, so hostile input costs at most its own length.
  ///
  /// - Parameter mostValues: A text with more is not read, since a value takes some fifty times the memory of its shortest
  ///   text.
  package static func parse(_ bytes: [UInt8], mostValues: Int = .max) throws(Failure) -> JSONValue {
    var reader = JSONReader(bytes: bytes, valuesLeft: mostValues)
    guard let value = reader.value(depth: 0) else { throw Failure(offset: reader.place) }
    reader.skipBlanks()
    guard reader.place == bytes.count else { throw Failure(offset: reader.place) }
    return value
  }

  /// A member of an object.
  ///
  /// - Complexity: O(n) for n members.
  package subscript(name: String) -> JSONValue? {
    if case .object(let members) = self { members.last { $0.name == name }?.value } else { nil }
  }

  /// The text; `nil` for any other value.
  package var string: String? { if case .string(let text) = self { text } else { nil } }

  /// The truth value; `nil` for any other value.
  package var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }

  /// The members of an object by name; `nil` for any other value.
  package var members: [String: JSONValue]? {
    if case .object(let members) = self { Dictionary(members.map { ($0.name, $0.value) }) { $1 } } else { nil }
  }

  /// The values of an array; `nil` for any other value.
  package var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }

  /// A number's value in whole units, when it fits.
  package var integer: Int64? {
    guard case .number(let digits) = self else { return nil }
    return Int64(digits) ?? Double(digits).flatMap { abs($0) < 1e15 ? Int64($0) : nil }
  }
}

private struct JSONReader {
  static let deepest = 32
  let bytes: [UInt8]
  var valuesLeft: Int
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
    guard word.withUTF8Buffer({ bytes[place...].starts(with: $0) }) else { return false }
    place += word.utf8CodeUnitCount
    return true
  }

  mutating func value(depth: Int) -> JSONValue? {
    guard depth < Self.deepest, valuesLeft > 0 else { return nil }
    valuesLeft -= 1
    skipBlanks()
    switch next {
    case UInt8(ascii: "{"): return object(depth: depth)
    case UInt8(ascii: "["): return array(depth: depth)
    case UInt8(ascii: "\""): return string().map { .string($0) }
    case UInt8(ascii: "t"): return take(word: "true") ? .boolean(true) : nil
    case UInt8(ascii: "f"): return take(word: "false") ? .boolean(false) : nil
    case UInt8(ascii: "n"): return take(word: "null") ? .null : nil
    default: return number()
    }
  }

  mutating func object(depth: Int) -> JSONValue? {
    place += 1
    var members: [(name: String, value: JSONValue)] = []
    if take("}") { return .object(members) }
    repeat {
      skipBlanks()
      guard next == UInt8(ascii: "\""), let name = string(), take(":"), let value = value(depth: depth + 1) else {
        return nil
      }
      members.append((name, value))
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
    let digits = String(decoding: bytes[start..<place], as: UTF8.self)
    return Double(digits) == nil ? nil : .number(digits)
  }

  mutating func string() -> String? {
    place += 1
    var text: [UInt8] = []
    while let byte = next {
      place += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
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
      guard let scalar = escapedScalar() else { return false }
      text += Array(String(scalar).utf8)
    default: return false
    }
    return true
  }

  /// Reads the digits of `\uXXXX`, and of its other half when it is one of a pair; half a pair becomes U+FFFD.
  mutating func escapedScalar() -> Unicode.Scalar? {
    guard let unit = escapedUnit() else { return nil }
    guard (0xD800..<0xDC00).contains(unit), bytes[place...].starts(with: [0x5C, 0x75]) else {
      return Unicode.Scalar(unit) ?? "\u{FFFD}"
    }
    let afterFirst = place
    place += 2
    guard let low = escapedUnit() else { return nil }
    if (0xDC00..<0xE000).contains(low) { return Unicode.Scalar(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)) }
    place = afterFirst
    return "\u{FFFD}"
  }

  mutating func escapedUnit() -> UInt32? {
    guard place + 4 <= bytes.count,
      let unit = UInt32(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
    else { return nil }
    place += 4
    return unit
  }
}
