import Findings
import Rules
import Text

/// The host that a login is for, where it is one that nobody else can reach.
enum LoginHost: Sendable, Equatable {
  case local
  /// Of a domain that is kept for examples.
  case example
  /// A name without a point, as services of a compose file have: local if it is in one.
  case single

  /// Bytes on either side of a secret in which its host may be named, on its line.
  private static let reach = 200
  private static let longestName = 253
  /// The longest first, so that `hostname` is not read as `host`.
  private static let keys = ["data source", "hostname", "hostaddr", "address", "server", "host", "addr"]
    .map { Array($0.utf8) }
  private static let scheme = Array("://".utf8)
  /// Data source names of Go have it after the password: `user:password@tcp(localhost:3306)/name`.
  private static let protocolName = Array("tcp(".utf8)

  /// Reads the host after a URL's user and password, of the URL that a secret is in, or of the connection string.
  ///
  /// - Parameter lookedAt: Grows to what the answer depends on; it may reach beyond the text.
  /// - Returns: `nil` also when there are several hosts and one of them is another kind.
  init?(around secret: Range<Int>, in text: Span<UInt8>, lookedAt: inout Range<Int>) {
    lookedAt.formUnion(secret.widened(by: Self.reach + 1))
    let start = TextLines.start(of: secret.lowerBound, in: text, limit: Self.reach)
    var end = secret.upperBound
    while end < min(text.count, secret.upperBound + Self.reach), text[end] != UInt8(ascii: "\n") { end += 1 }
    let places = Self.hosts(of: secret, in: start..<end, of: text)
    let hosts = places.map { Self(at: $0, before: end, in: text) }
    guard let host = hosts.first ?? nil, hosts.allSatisfy({ $0 != nil }) else { return nil }
    self = host
  }

  /// Where names of hosts begin.
  private static func hosts(of secret: Range<Int>, in line: Range<Int>, of text: Span<UInt8>) -> [Int] {
    let after = secret.upperBound
    if after < line.upperBound, text[after] == UInt8(ascii: "@") {
      return [after + 1 + (starts(with: protocolName, at: after + 1, in: text) ? protocolName.count : 0)]
    }
    var word = secret.lowerBound
    while word > line.lowerBound, !text[word - 1].isBlank, !text[word - 1].isQuote { word -= 1 }
    let url = (word..<secret.lowerBound).first { starts(with: scheme, at: $0, in: text) }
    // The secret may begin within the scheme's signs.
    if let url, url + scheme.count <= secret.lowerBound {
      let name = url + scheme.count
      let user = (name..<secret.lowerBound).prefix { text[$0] != UInt8(ascii: "/") }
        .last { text[$0] == UInt8(ascii: "@") }
      return [user.map { $0 + 1 } ?? name]
    }
    return line.compactMap { place in
      guard place == 0 || !text[place - 1].isLetterOrDigit,
        let key = keys.first(where: { starts(with: $0, at: place, in: text) })
      else { return nil }
      return value(after: place + key.count, before: line.upperBound, in: text)
    }
  }

  /// Where the value of a key begins: `host=`, `"host": "`, `Data Source = `.
  private static func value(after key: Int, before end: Int, in text: Span<UInt8>) -> Int? {
    var place = key
    var isAssigned = false
    while place < end {
      let byte = text[place]
      if byte == UInt8(ascii: "=") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ">") {
        isAssigned = true
      } else if !byte.isBlank, !byte.isQuote {
        return isAssigned ? place : nil
      }
      place += 1
    }
    return nil
  }

  private static func starts(with word: [UInt8], at place: Int, in text: Span<UInt8>) -> Bool {
    place + word.count <= text.count && word.indices.allSatisfy { text[place + $0].lowercased == word[$0] }
  }

  /// The kind of the host whose name begins at a place.
  private init?(at place: Int, before end: Int, in text: Span<UInt8>) {
    let isAddress = place < end && text[place] == UInt8(ascii: "[")
    let start = place + (isAddress ? 1 : 0)
    var name: [UInt8] = []
    for index in start..<max(start, min(end, start + Self.longestName)) {
      let byte = text[index].lowercased
      guard byte.isLetterOrDigit || "-._".utf8.contains(byte) || isAddress && byte == UInt8(ascii: ":") else { break }
      name.append(byte)
    }
    self.init(name: String(decoding: name, as: UTF8.self))
  }

  /// - Parameter name: In lower case.
  init?(name: String) {
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    guard let last = labels.last, !last.isEmpty else { return nil }
    let isLoopback = labels.count == 4 && labels[0] == "127" && labels.allSatisfy { $0.allSatisfy(\.isNumber) }
    if ["0.0.0.0", "::1", "host.docker.internal"].contains(name) || last == "localhost" || isLoopback {
      self = .local
    } else if labels.count > 1, Self.reservedDomains.contains(String(last)) || Self.isExample(labels) {
      self = .example
    } else if labels.count == 1, name.utf8.first?.isLetter ?? false {
      self = .single
    } else {
      return nil
    }
  }

  /// Top-level domains of RFC 2606 and RFC 6761 beside `localhost`.
  private static let reservedDomains: Set = ["test", "example", "invalid"]

  /// `example.com`, `example.net`, `example.org`, and hosts in them.
  private static func isExample(_ labels: [Substring]) -> Bool {
    labels[labels.count - 2] == "example" && ["com", "net", "org"].contains(labels[labels.count - 1])
  }
}
