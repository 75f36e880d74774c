import Text

/// A request that is ready to be sent. It contains the secret, and is never shown.
struct HTTPRequest: Sendable {
  let method: String
  let url: String
  /// In lower case, with the port if the address has one.
  let host: String
  var headers: [String] = []
  /// `user:password` of HTTP Basic, or key id and secret of an AWS signature.
  var credentials: String?
  var body: String?
  /// `region/service` of an AWS signature.
  var signature: String?
  /// The address that the host's name was found to have; the connection goes there and nowhere else.
  var pinnedAddress: String?
}

/// What came back.
struct HTTPAnswer: Sendable {
  let status: Int
  /// Names in lower case, in the order of the answer.
  let headers: [(name: String, value: String)]
  let body: [UInt8]

  /// Reads what curl writes with `include`: the heads of interim answers, then that of the answer, then its body.
  init?(_ output: [UInt8]) {
    var rest = output[...]
    while true {
      guard let head = Self.head(&rest) else { return nil }
      let words = head[0].split(separator: " ")
      guard words.count >= 2, words[0].hasPrefix("HTTP/"), let status = Int(words[1]) else { return nil }
      if (100...199).contains(status) { continue }
      self.status = status
      headers = head.dropFirst().compactMap { line in
        guard let colon = line.firstIndex(of: ":") else { return nil }
        return (line[..<colon].lowercased(), line[line.index(after: colon)...].trimmingBlanks)
      }
      body = Array(rest)
      return
    }
  }

  /// The lines up to an empty one, which are taken away.
  private static func head(_ rest: inout ArraySlice<UInt8>) -> [String]? {
    var lines: [String] = []
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      var line = rest[..<end]
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      rest = rest[(end + 1)...]
      if line.isEmpty { return lines.isEmpty ? nil : lines }
      lines.append(String(decoding: line, as: UTF8.self))
    }
    return nil
  }

  /// The value of a header; `nil` when there is none.
  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  /// Whether the body is a page for people.
  var isHTML: Bool {
    if let type = header("content-type")?.lowercased(), type.contains("html") { return true }
    let start = body.prefix(64).drop { $0 <= UInt8(ascii: " ") }
    let text = String(decoding: start.prefix(9), as: UTF8.self).lowercased()
    return text.hasPrefix("<!doctype") || text.hasPrefix("<html")
  }
}

extension Substring {
  /// The text without blanks at its ends.
  var trimmingBlanks: String {
    var text = self
    while text.first == " " || text.first == "\t" { text.removeFirst() }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return String(text)
  }
}
