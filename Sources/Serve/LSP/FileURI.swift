import Text

/// Paths of `file:` URIs (RFC 8089).
enum FileURI {
  private static let scheme = "file://"

  /// The absolute path that a URI means; `nil` for other schemes and hosts.
  static func path(of uri: String) -> String? {
    guard uri.lowercased().hasPrefix(scheme) else { return nil }
    var rest = uri.dropFirst(scheme.count)
    if rest.lowercased().hasPrefix("localhost/") { rest = rest.dropFirst("localhost".count) }
    guard rest.hasPrefix("/") else { return nil }
    let path = String(decoding: decoded(Array(rest.utf8)), as: UTF8.self)
    return path.utf8.contains(0) ? nil : path
  }

  /// The URI of an absolute path.
  static func uri(of path: String) -> String { scheme + Escaping.uriPath(path) }

  private static func decoded(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var place = 0
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "%"), place + 2 < bytes.count, bytes[place + 1].isHexDigit,
        let byte = UInt8(String(decoding: bytes[place + 1...place + 2], as: UTF8.self), radix: 16)
      {
        result.append(byte)
        place += 3
      } else {
        result.append(bytes[place])
        place += 1
      }
    }
    return result
  }
}
