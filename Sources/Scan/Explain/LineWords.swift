import Text

/// The words of a line on which no rule was tried, and what would have made one of them a finding.
struct LineWords {
  /// Shortest word that looks like a value rather than a name.
  private static let shortestValue = 16

  private static let signs = Array("=:,;()[]{}<>|&".utf8)

  private let words: [ArraySlice<UInt8>]

  init(_ line: ArraySlice<UInt8>) {
    words = line.split { $0.isWhitespace || $0.isQuote || Self.signs.contains($0) }
  }

  var isEmpty: Bool { words.isEmpty }

  /// Bytes of the first word.
  var first: Int { words.first?.count ?? 0 }

  /// Bytes of the longest word.
  var longest: Int { words.map(\.count).max() ?? 0 }

  /// One sentence each; names no word, since each may be a secret.
  var remarks: [String] {
    let value = words.filter { $0.count >= Self.shortestValue && $0.contains(where: \.isDigit) }.max {
      $0.count < $1.count
    }
    let name = "a name with a credential word (password, secret, token, key) on the left of = or :"
    guard let value else {
      return ["a finding needs \(name), a URL with a password, or a key with its vendor's prefix"]
    }
    let kind = Self.isUUID(value) ? "UUID" : "value of \(value.count) characters without a vendor's prefix"
    return ["a \(kind) can be anything: it counts beside \(name), or beside its vendor's name"]
  }

  private static func isUUID(_ word: ArraySlice<UInt8>) -> Bool {
    let parts = word.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return parts.map(\.count) == [8, 4, 4, 4, 12] && parts.joined().allSatisfy(\.isHexDigit)
  }
}
