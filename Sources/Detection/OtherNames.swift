import ByteSearch
import Text

/// Names of values that are no secrets, or that say nothing of the value.
enum OtherNames {
  private static let contents = index([
    "sha", "sha1", "sha256", "sha512", "sha1sum", "sha256sum", "shasum", "md5", "md5sum", "rev", "revision", "commit",
    "hash", "digest", "checksum", "integrity", "etag", "fingerprint", "thumbprint", "reference", "resolved", "crc32",
    "blake2", "blake3", "cid", "tree", "parent", "gitlink", "srcrev",
  ])
  private static let identities = FoldedWords(["id", "ids", "uuid", "guid", "ref", "slug", "version", "date", "time"])
  private static let holders = FoldedWords(["value", "default", "content", "contents", "text", "data", "string"])

  /// Whether the name calls its value a hash of some content, or a commit.
  static func occur(in name: Range<Int>, of text: Span<UInt8>) -> Bool {
    var hits: [LiteralHit] = []
    contents.search(text, in: name, into: &hits)
    return hits.contains { hit in
      WordBounds.isWord(hit.position..<hit.position + contents.length(of: Int(hit.literal)), in: text)
    }
  }

  /// Whether the name's last word calls its value an identifier.
  static func identify(_ name: Range<Int>, in text: Span<UInt8>) -> Bool {
    var start = name.upperBound
    while start > name.lowerBound, text[start - 1].isLetter {
      start -= 1
      if text[start].isUppercase, start > name.lowerBound, !text[start - 1].isUppercase { break }
    }
    return identities.match(at: start, in: text)
  }

  /// Whether the name is only the place of a value whose own name is elsewhere.
  static func sayNothing(_ name: Range<Int>, in text: Span<UInt8>) -> Bool {
    holders.match(at: name.lowerBound, in: text)
  }

  private static func index(_ words: [String]) -> LiteralIndex { LiteralIndex(words.map { Array($0.utf8) }) }
}
