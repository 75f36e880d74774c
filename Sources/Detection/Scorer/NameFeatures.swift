import Rules
import Text

/// The name that a value goes by: the nearest identifier before it that speaks of credentials, else the nearest at all.
struct CandidateName {
  /// Bytes before the secret in which the name is looked for.
  private static let reach = 140
  private static let mostIdentifiers = 6

  /// Empty when there is none.
  let range: Range<Int>
  let words: WordGroups.Count
  let isOnEarlierLine: Bool

  init(in surroundings: Surroundings, of text: Span<UInt8>) {
    let start = max(surroundings.line.lowerBound, surroundings.secret.lowerBound - Self.reach)
    if let found = Self.search(start..<surroundings.secret.lowerBound, in: text) {
      (range, words, isOnEarlierLine) = (found.0, found.1, false)
      return
    }
    let earlier = max(surroundings.before.lowerBound, surroundings.line.lowerBound - Self.reach)
    let found = Self.search(min(earlier, surroundings.line.lowerBound)..<surroundings.line.lowerBound, in: text)
    range = found?.0 ?? surroundings.secret.lowerBound..<surroundings.secret.lowerBound
    words = found?.1 ?? WordGroups.Count()
    isOnEarlierLine = found != nil
  }

  private static func search(_ lead: Range<Int>, in text: Span<UInt8>) -> (Range<Int>, WordGroups.Count)? {
    var nearest: (Range<Int>, WordGroups.Count)?
    var end = lead.upperBound
    for _ in 0..<mostIdentifiers {
      while end > lead.lowerBound, !isPart(text[end - 1]) { end -= 1 }
      guard end > lead.lowerBound else { break }
      var start = end
      while start > lead.lowerBound, isPart(text[start - 1]) { start -= 1 }
      let words = Vocabulary.name.count(in: start..<end, of: text)
      if speaksOfCredentials(words) { return (start..<end, words) }
      nearest = nearest ?? (start..<end, words)
      end = start
    }
    return nearest
  }

  private static func isPart(_ byte: UInt8) -> Bool {
    byte.isWordByte || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }

  static func speaksOfCredentials(_ words: WordGroups.Count) -> Bool {
    words(Vocabulary.InName.pass) + words(Vocabulary.InName.secret) + words(Vocabulary.InName.token)
      + words(Vocabulary.InName.key) + words(Vocabulary.InName.auth) + words(Vocabulary.InName.credential)
      + words(Vocabulary.InName.scheme) + words(Vocabulary.InName.open) > 0
  }

  func fill(_ vector: inout FeatureVector, surroundings: Surroundings, text: Span<UInt8>) {
    let bytes = text.extracting(range)
    vector[.nameLength] = Float(range.count)
    vector[.nameSurprise] = Rarity.surprise(bytes)
    vector[.nameStyle] = Self.style(of: bytes)
    let previous = range.lowerBound > 0 ? text[range.lowerBound - 1] : 0
    vector[.nameSigil] = range.isEmpty ? 0 : Float(ByteClass.of(previous))
    vector[.nameStart] = Float(range.lowerBound - surroundings.line.lowerBound)
    vector[.nameDistance] = Float(surroundings.secret.lowerBound - range.upperBound)
    vector[.nameOnEarlierLine] = isOnEarlierLine ? 1 : 0
    vector[.nameCover] = Float(words.covered) / Float(max(1, range.count))
    vector[.nameApart] = Float(CredentialStem.bestEdges(in: bytes))
    vector[.nameEndsWithCredential] = words.lastEnd == range.upperBound && !range.isEmpty ? 1 : 0
    for (feature, group) in Self.groups { vector[feature] = words(group) }
  }

  /// 0 none, 1 small letters, 2 capitals, 3 mixed; 4 more with an underscore or hyphen, 8 more with a dot.
  private static func style(of name: Span<UInt8>) -> Float {
    var shape = ByteCounts()
    for index in name.indices { shape.add(name[index]) }
    let letters: Float = (shape.lower > 0 ? 1 : 0) + (shape.upper > 0 ? 2 : 0)
    return letters + (shape["_"] + shape["-"] > 0 ? 4 : 0) + (shape["."] > 0 ? 8 : 0)
  }

  private static let groups: [(Feature, Vocabulary.InName)] = [
    (.namePass, .pass), (.nameSecret, .secret), (.nameToken, .token), (.nameKey, .key), (.nameAuth, .auth),
    (.nameCredential, .credential), (.nameAPI, .api), (.namePrivate, .private), (.namePublic, .public),
    (.nameAccess, .access), (.nameScheme, .scheme), (.nameID, .id), (.nameLabel, .label), (.nameUser, .user),
    (.nameTest, .test), (.nameLocation, .location), (.nameKind, .kind), (.nameHash, .hash), (.nameSalt, .salt),
    (.nameClient, .client), (.nameSession, .session), (.nameText, .text), (.nameCount, .count), (.nameIndex, .index),
    (.nameOther, .other), (.nameEncrypted, .encrypted), (.nameRequest, .request),
  ]
}
