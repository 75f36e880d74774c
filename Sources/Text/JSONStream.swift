/// Walks the outer objects and arrays of a JSON text (RFC 8259) and reads the values in them whole, one at a time, so that
/// a text of any length takes no more memory than its largest inner value.
package struct JSONStream {
  /// Why reading stopped.
  package enum Failure: Error, Equatable {
    /// The text is no JSON, or not of the expected shape, from this byte on.
    case malformed(offset: Int)
    /// A value is longer than the reader allows.
    case tooLong(offset: Int)
    /// More of the text could not be read.
    case unreadable(String)
  }

  /// Returns the next bytes of the text; none at its end.
  package typealias Source = () throws(Failure) -> [UInt8]

  private let source: Source
  private var buffer: [UInt8] = []
  private var place = 0
  /// Bytes of the text before those in the buffer.
  private var passed = 0
  /// Of each open object or array, whether an element of it was read.
  private var open: [Bool] = []

  /// Reads nothing yet.
  package init(_ source: @escaping Source) {
    self.source = source
  }

  /// Offset of the next byte in the text.
  package var offset: Int { passed + place }

  /// Enters an object.
  package mutating func beginObject() throws(Failure) { try begin("{") }

  /// Enters an array.
  package mutating func beginArray() throws(Failure) { try begin("[") }

  /// The name of the next member of the innermost object; `nil` at its end, which is left.
  ///
  /// - Parameter limit: Most bytes of the name.
  package mutating func nextMember(limit: Int = 1 << 10) throws(Failure) -> String? {
    guard try hasNext("}") else { return nil }
    let name = try value(limit: limit).value
    guard case .string(let text) = name, try nextVisible() == UInt8(ascii: ":") else { throw malformed }
    place += 1
    return text
  }

  /// Whether the innermost array has another element, which is next; at its end it is left.
  package mutating func hasNextElement() throws(Failure) -> Bool { try hasNext("]") }

  /// Reads a value whole.
  ///
  /// - Parameter limit: Most bytes of the value.
  /// - Returns: The value, and where in the text it is.
  package mutating func value(limit: Int) throws(Failure) -> (value: JSONValue, range: Range<Int>) {
    _ = try nextVisible()
    let start = offset
    let bytes = try valueBytes(limit: limit)
    do {
      return (try JSONValue.parse(bytes), start..<offset)
    } catch {
      throw .malformed(offset: start + error.offset)
    }
  }

  /// Makes sure that nothing follows.
  package mutating func end() throws(Failure) {
    guard open.isEmpty, try nextVisible() == nil else { throw malformed }
  }

  // MARK: - Bytes

  private var malformed: Failure { .malformed(offset: offset) }

  private mutating func begin(_ bracket: Unicode.Scalar) throws(Failure) {
    guard try nextVisible() == UInt8(ascii: bracket) else { throw malformed }
    place += 1
    open.append(false)
  }

  private mutating func hasNext(_ bracket: Unicode.Scalar) throws(Failure) -> Bool {
    guard let wasRead = open.last else { throw malformed }
    let next = try nextVisible()
    if next == UInt8(ascii: bracket) {
      place += 1
      open.removeLast()
      return false
    }
    if wasRead {
      guard next == UInt8(ascii: ",") else { throw malformed }
      place += 1
    }
    open[open.count - 1] = true
    return true
  }

  /// The next byte; `nil` at the end of the text.
  private mutating func next() throws(Failure) -> UInt8? {
    if place == buffer.count {
      passed += place
      place = 0
      buffer = try source()
    }
    return place < buffer.count ? buffer[place] : nil
  }

  private mutating func nextVisible() throws(Failure) -> UInt8? {
    while let byte = try next() {
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
      place += 1
    }
    return nil
  }

  /// The bytes of the next value, found by its brackets and quotes alone.
  private mutating func valueBytes(limit: Int) throws(Failure) -> [UInt8] {
    let start = offset
    var bytes: [UInt8] = []
    var depth = 0
    var isText = false
    var isEscaped = false
    while let byte = try next() {
      if isText {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isText = false
        }
      } else {
        switch byte {
        case UInt8(ascii: "\""): isText = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ","), UInt8(ascii: ":"):
          if depth == 0 { return bytes }
          if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") { depth -= 1 }
        case 0x20, 0x0A, 0x0D, 0x09:
          if depth == 0 { return bytes }
        default: break
        }
      }
      guard bytes.count < limit else { throw .tooLong(offset: start) }
      bytes.append(byte)
      place += 1
      if depth == 0, !isText, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
        return bytes
      }
    }
    return bytes
  }
}
