import Text

/// What a member of a table is called.
enum MemberName {
  /// Whether a name's last word says that its value is no secret: who logs in, where, by which key.
  static func isOpen(_ name: Range<Int>, in text: Span<UInt8>) -> Bool {
    var start = name.upperBound
    while start > name.lowerBound, text[start - 1].isLetterOrDigit { start -= 1 }
    let word = text.extracting(start..<name.upperBound)
    return words.contains { word.count == $0.count && word.endsWithoutCase(with: $0) }
      || ends.contains { word.count > $0.count && word.endsWithoutCase(with: $0) }
  }

  private static let words = [
    "user", "username", "login", "email", "mail", "host", "hostname", "port", "database", "db", "dbname", "name",
    "namespace", "region", "endpoint", "bucket", "crt", "cert", "pub", "ca", "id", "type", "version", "enabled", "path",
    "address", "server", "realm", "issuer", "driver", "domain", "provider", "org", "project", "kid", "rawid", "tag",
    // Members of public JSON Web Keys (RFC 7517, RFC 7518).
    "kty", "alg", "use", "crv", "x", "y", "n", "e", "x5t", "x5c",
  ].map { Array($0.utf8) }
  private static let ends = ["username", "hostname", "region", "endpoint", "bucket", "namespace"].map {
    Array($0.utf8)
  }
}
