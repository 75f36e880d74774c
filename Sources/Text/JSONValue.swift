/// A value of a JSON text (RFC 8259); objects keep the order of their members.
///
/// Own code instead of Foundation's, which cannot keep an order that people read by, and which costs 7 MB of binary and
/// 1.5 ms of every start.
package indirect enum JSONValue: Sendable {
  /// A text.
  case string(String)
  /// A number, in the characters that the text has or gets.
  case number(String)
  /// `true` or `false`.
  case boolean(Bool)
  /// `null`.
  case null
  /// Values in order.
  case array([JSONValue])
  /// Members in order; of several with one name the last counts.
  case object([(name: String, value: JSONValue)])

  /// A whole number.
  package static func integer(_ value: Int) -> JSONValue { .number(String(value)) }

  /// A number; what JSON cannot write, as an infinity, becomes 0.
  package static func number(_ value: Double) -> JSONValue { .number(value.isFinite ? String(value) : "0") }

  /// The JSON text on one line.
  package var compact: String { text(indent: nil, end: "") }

  /// The JSON text indented by two spaces, with a line feed at its end.
  package var pretty: String { text(indent: 0, end: "\n") }

  /// Bytes, since appending to them costs a fraction of appending to a string.
  private func text(indent: Int?, end: String) -> String {
    var bytes: [UInt8] = []
    write(to: &bytes, indent: indent)
    bytes += end.utf8
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(to text: inout [UInt8], indent: Int?) {
    switch self {
    case .string(let value): Self.write(value, to: &text)
    case .number(let digits): text += digits.utf8
    case .null: text += "null".utf8
    case .boolean(let value): text += (value ? "true" : "false").utf8
    case .array(let values):
      Self.writeList(values, between: ("[", "]"), to: &text, indent: indent) { value, text, inner in
        value.write(to: &text, indent: inner)
      }
    case .object(let members):
      Self.writeList(members, between: ("{", "}"), to: &text, indent: indent) { member, text, inner in
        Self.write(member.name, to: &text)
        text.append(UInt8(ascii: ":"))
        if inner != nil { text.append(UInt8(ascii: " ")) }
        member.value.write(to: &text, indent: inner)
      }
    }
  }

  private static func writeList<Element>(
    _ elements: [Element], between brackets: (Unicode.Scalar, Unicode.Scalar), to text: inout [UInt8], indent: Int?,
    element: (Element, inout [UInt8], Int?) -> Void
  ) {
    text.append(UInt8(ascii: brackets.0))
    let inner = indent.map { $0 + 2 }
    for (index, item) in elements.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      breakLine(in: &text, indent: inner)
      element(item, &text, inner)
    }
    if !elements.isEmpty { breakLine(in: &text, indent: indent) }
    text.append(UInt8(ascii: brackets.1))
  }

  private static func breakLine(in text: inout [UInt8], indent: Int?) {
    guard let indent else { return }
    text.append(UInt8(ascii: "\n"))
    text += repeatElement(UInt8(ascii: " "), count: indent)
  }

  /// Escapes what RFC 8259 demands, and whatever a terminal would obey, so that a report is safe to `cat`.
  private static func write(_ string: String, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "\""))
    text += (string.utf8.allSatisfy(isPlain) ? string : escaped(string)).utf8
    text.append(UInt8(ascii: "\""))
  }

  private static func escaped(_ string: String) -> String {
    // What Azure and TeamCity obey in a log begins with two.
    let escapesHashes = string.contains("##")
    return Escaping.replacing(string) { scalar in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      case "\n": "\\n"
      case "\r": "\\r"
      case "\t": "\\t"
      case "#" where escapesHashes: codeUnits(of: scalar)
      default: Escaping.isUnsafe(scalar) ? codeUnits(of: scalar) : nil
      }
    }
  }

  /// Printable ASCII that is never escaped.
  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
      && byte != UInt8(ascii: "#")
  }

  private static func codeUnits(of scalar: Unicode.Scalar) -> String {
    String(scalar).utf16.reduce(into: "") { text, unit in
      text += "\\u" + Hexadecimal.text(of: unit, width: 4)
    }
  }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral {
  /// An object; members whose value is `nil` are left out.
  package init(dictionaryLiteral members: (String, JSONValue?)...) {
    self = .object(members.compactMap { name, value in value.map { (name, $0) } })
  }

  /// An array.
  package init(arrayLiteral elements: JSONValue...) {
    self = .array(elements)
  }

  /// A text.
  package init(stringLiteral value: String) {
    self = .string(value)
  }
}

extension JSONValue {
  /// The members of both objects, the receiver's first.
  package func adding(_ other: JSONValue) -> JSONValue {
    guard case .object(let members) = self, case .object(let further) = other else { return self }
    return .object(members + further)
  }
}
