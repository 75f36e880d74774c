import Findings
import Text

/// Distinguishes a credential word in a name, as in `DB_KEY`, from a syllable of another word, as in `Keystone`.
enum CredentialStem {
  private static let stems = CredentialTerm.words(for: .edges).map { Array($0.utf8) }

  /// How many ends of the best placed stem are ends of a word too: 0, 1 or 2; 0 without a stem.
  static func bestEdges(in name: Span<UInt8>) -> Int {
    var best = 0
    for start in name.indices {
      guard let end = endOfStem(at: start, in: name) else { continue }
      best = max(best, (startsWord(start, in: name) ? 1 : 0) + (endsWord(end, in: name) ? 1 : 0))
    }
    return best
  }

  private static func endOfStem(at start: Int, in name: Span<UInt8>) -> Int? {
    let first = name[start].lowercased
    for stem in stems where stem[0] == first && stem.count <= name.count - start {
      var length = 1
      while length < stem.count, name[start + length].lowercased == stem[length] { length += 1 }
      if length == stem.count { return start + length }
    }
    return nil
  }

  private static func startsWord(_ place: Int, in name: Span<UInt8>) -> Bool {
    guard place > 0, name[place - 1].isLetter else { return true }
    return name[place].isUppercase && name[place - 1].isLowercase
  }

  /// Whether a word ends before a place; a plural counts, and so do `password` and its like.
  private static func endsWord(_ place: Int, in name: Span<UInt8>) -> Bool {
    if isEdge(place, in: name) { return true }
    for tail in tails where isTail(tail, at: place, in: name) && isEdge(place + tail.count, in: name) { return true }
    return false
  }

  private static let tails: [[UInt8]] = ["s", "word", "words", "wd", "phrase", "code", "ential", "entials"]
    .map { Array($0.utf8) }

  private static func isTail(_ tail: [UInt8], at place: Int, in name: Span<UInt8>) -> Bool {
    guard tail.count <= name.count - place else { return false }
    for offset in tail.indices where name[place + offset].lowercased != tail[offset] { return false }
    return true
  }

  private static func isEdge(_ place: Int, in name: Span<UInt8>) -> Bool {
    guard place < name.count, name[place].isLetter else { return true }
    return name[place].isUppercase && name[place - 1].isLowercase
  }
}
