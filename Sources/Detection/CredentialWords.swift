import ByteSearch
import Findings

/// Words that say a secret follows.
package enum CredentialWords {
  private static let stems = index(of: .anywhere)
  private static let syllables = index(of: .ownWord)
  private static let passwords = index(of: .password)

  /// Whether one of the words is in the range.
  package static func occur(in range: Range<Int>, of text: Span<UInt8>) -> Bool {
    var hits: [LiteralHit] = []
    stems.search(text, in: range, into: &hits)
    if hits.contains(where: { !isOtherWord(at: $0.position, in: text) }) { return true }
    hits.removeAll(keepingCapacity: true)
    syllables.search(text, in: range, into: &hits)
    return hits.contains { hit in
      let end = hit.position + syllables.length(of: Int(hit.literal))
      return WordBounds.isWord(hit.position..<end, in: text) && !isInAddress(end, in: text)
    }
  }

  /// Whether one of the words for a password is in the range.
  static func sayPassword(in range: Range<Int>, of text: Span<UInt8>) -> Bool {
    var hits: [LiteralHit] = []
    passwords.search(text, in: range, into: &hits)
    return !hits.isEmpty
  }

  /// Whether a word that ends there is a part of a host or a path: `api.vendor.com`, `/api/v1`.
  private static func isInAddress(_ end: Int, in text: Span<UInt8>) -> Bool {
    end < text.count && (text[end] == UInt8(ascii: ".") || text[end] == UInt8(ascii: "/"))
  }

  /// Whether a stem is only a part of a word that has nothing to do with secrets.
  private static func isOtherWord(at stem: Int, in text: Span<UInt8>) -> Bool {
    if beginnings.begin(at: stem, in: text) || endings.begin(at: stem - 3, in: text) { return true }
    if bypass.begin(at: stem - 2, in: text) { return true }
    return authors.begin(at: stem, in: text) && !authorizations.begin(at: stem, in: text)
  }

  private static let beginnings = FoldedWords([
    "keyword", "keyboard", "keyframe", "keycode", "keystroke", "keymap", "passenger", "passive", "passed", "passes",
    "passing", "passage", "credit", "tokeniz", "tokenis",
  ])
  /// Words that a stem ends, after three letters more.
  private static let endings = FoldedWords(["monkey", "turkey", "donkey", "hockey", "jockey", "dnskey", "compass"])
  private static let bypass = FoldedWords(["bypass"])
  private static let authors = FoldedWords(["author"])
  private static let authorizations = FoldedWords(["authoriz", "authoris"])

  private static func index(of use: CredentialTerm.Uses) -> LiteralIndex {
    LiteralIndex(CredentialTerm.words(for: use).map { Array($0.utf8) })
  }
}
