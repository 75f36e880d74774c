import Rules
import Text

extension CandidateName {
  /// Whether the name, with the shape of the value, says that the value may be shown.
  ///
  /// A public key, a fingerprint, something encrypted or hashed; the id of a key; a password's digest; a UUID that
  /// identifies something; a token of a few digits, which is a code that soon expires. Or that it is no value of that
  /// name: a command, a regex, the name once more.
  func opens(_ secret: Range<Int>, in text: Span<UInt8>) -> Bool {
    if words(Vocabulary.InName.open) > 0 { return true }
    guard !range.isEmpty, secret.lowerBound - range.upperBound <= Self.longestGap else { return false }
    let (name, value) = (text.extracting(range), text.extracting(secret))
    if Self.ends(name, withOneOf: Self.otherEnds) || isOtherWord(before: secret, in: text) || isOfKind(in: text)
      || isEcho(of: name, value) || isOfKeyOption(name, value) || isOpenPGP(secret, in: text)
      || isPlaceInStore(in: text) || isDigestOfContent(name, value, in: text) || Self.isNoByteList(value)
      || isOnChain(name, value) || isSealed(name, in: text) || isObjectID(name, value, before: secret, in: text)
      || isBadge(before: secret, in: text) || isSearchKey(secret, in: text) || isOfOtherAttribute(secret, in: text)
      || Self.ends(name, withOneOf: Self.settings) && Self.isPlainWords(value)
      || value.indices.allSatisfy({ value[$0].isDigit }) && ByteText.contains(name, Self.expiry.span)
    {
      return true
    }
    if Self.ends(name, withOneOf: Self.keyIDs) { return words(Vocabulary.InName.access) == 0 }
    if Self.isOfIdentifier(name) || Self.ends(name, withOneOf: Self.topics + Self.requestTokens),
      Dismissal.isUUID(value)
    {
      return true
    }
    if Self.ends(name, withOneOf: Self.lookUpKeys), Dismissal.isUUID(value) || Self.isHexadecimal(value) { return true }
    if words(Vocabulary.InName.pass) > 0 { return words(Vocabulary.InName.hash) > 0 && Dismissal.isDigest(value) }
    guard words(Vocabulary.InName.token) > 0 else { return false }
    // A token is text: numbers under that name come from a lexer or a model.
    return value.count <= Self.longestCode && value.indices.allSatisfy { value[$0].isDigit }
      || words(Vocabulary.InName.key) + words(Vocabulary.InName.secret) == 0 && Self.isNumberList(value)
  }

  /// Ends of names whose values do something with a secret, or describe one.
  private static let otherEnds = [
    "command", "cmd", "regex", "regexp", "pattern", "algorithm", "primitive", "cipher", "encoder", "hasher", ".json",
    ".name", ".host", ".hostname", ".username", ".port", "result_key", "limit_key", "more_results",
  ].map { Array($0.utf8) }
  /// Ends of names whose words choose between ways of doing something: `password-policy: strict`.
  private static let settings = [
    "policy", "type", "kind", "mode", "format", "method", "strategy", "status", "state", "scope", "provider", "backend",
    "engine", "encoding", "style", "level",
  ].map { Array($0.utf8) }

  /// `password_expiry_utc=1684189401`
  private static let expiry = Array("expir".utf8)

  /// Letters, and what parts words.
  private static func isPlainWords(_ value: Span<UInt8>) -> Bool {
    value.indices.allSatisfy {
      value[$0].isLetter || value[$0] == UInt8(ascii: "-") || value[$0] == UInt8(ascii: "_")
        || value[$0] == UInt8(ascii: ".")
    }
  }

  /// Ends of names whose UUIDs stand for an error or a topic.
  private static let topics = ["_error", ".io", ".com", ".org", ".net"].map { Array($0.utf8) }

  /// Ends of names whose UUIDs stand for a request, so that it is carried out once, or for a place to go on from.
  private static let requestTokens = ["clienttoken", "requesttoken", "resumetoken", "resume_token"].map {
    Array($0.utf8)
  }
  /// Ends of names by which something is looked up. Azure calls secrets in base64 so, too.
  private static let lookUpKeys = [
    "cachekey", "cache_key", "cache-key", "rowkey", "row_key", "partitionkey", "partition_key", "primarykey",
    "primary_key", "foreignkey", "foreign_key", "sortkey", "sort_key", "storagekey", "storage_key",
  ].map { Array($0.utf8) }

  private static func isHexadecimal(_ value: Span<UInt8>) -> Bool { value.indices.allSatisfy { value[$0].isHexDigit } }

  /// An address or number on a block chain: `TOKEN_ADDRESS = "0x…"`, `USDC_TOKEN_MINT = '…'`. Private keys are called keys.
  private func isOnChain(_ name: Span<UInt8>, _ value: Span<UInt8>) -> Bool {
    if Self.ends(name, withOneOf: Self.places), (32...44).contains(value.count),
      value.indices.allSatisfy({ value[$0].isLetterOrDigit })
    {
      return true
    }
    guard words(Vocabulary.InName.token) > 0, value.count >= 42, value[0] == UInt8(ascii: "0"),
      value[1] == UInt8(ascii: "x"), Self.isHexadecimal(value.extracting(2...))
    else { return false }
    return words(Vocabulary.InName.key) + words(Vocabulary.InName.secret) + words(Vocabulary.InName.private)
      + words(Vocabulary.InName.pass) == 0
  }

  /// What names end in whose values are addresses of accounts, as Solana writes them.
  private static let places = ["mint", "address"].map { Array($0.utf8) }

  /// Something encrypted: `Server-Side-Encryption-S3-Sealed-Key`, `"encrypted": {"token": "…"}`.
  private func isSealed(_ name: Span<UInt8>, in text: Span<UInt8>) -> Bool {
    if ByteText.contains(name, Self.sealed.span) { return true }
    var start = range.lowerBound
    func skip(_ isSkipped: (UInt8) -> Bool) { while start > 0, isSkipped(text[start - 1]) { start -= 1 } }
    skip { $0.isQuote }
    skip { $0.isWhitespace }
    guard start > 0, text[start - 1] == UInt8(ascii: "{") else { return false }
    start -= 1
    skip { $0.isWhitespace || $0.isQuote || $0 == UInt8(ascii: ":") }
    return Self.ends(text.extracting(max(0, start - Self.encrypted.count)..<start), withOneOf: [Self.encrypted])
  }

  private static let sealed = Array("sealed".utf8)
  private static let encrypted = Array("encrypted".utf8)

  /// `"key": "…"` with twelve bytes in hexadecimal, as MongoDB numbers objects.
  private func isObjectID(
    _ name: Span<UInt8>, _ value: Span<UInt8>, before secret: Range<Int>, in text: Span<UInt8>
  ) -> Bool {
    value.count == 24 && name.count == Self.place.count && text[max(0, secret.lowerBound - 1)].isQuote
      && Self.ends(name, withOneOf: [Self.place]) && Self.isHexadecimal(value)
  }

  /// `https://img.shields.io/…?token=…`: what lets a picture of a state be seen by everybody who reads the page.
  private func isBadge(before secret: Range<Int>, in text: Span<UInt8>) -> Bool {
    guard range.lowerBound > 0, "?&".utf8.contains(text[range.lowerBound - 1]) else { return false }
    let address = text.extracting(max(0, range.lowerBound - Self.longestAddress)..<range.lowerBound)
    return Self.badges.contains { ByteText.contains(address, $0.span) }
  }

  /// The key with which the pages of a documentation are searched, which is in each of them.
  private func isSearchKey(_ secret: Range<Int>, in text: Span<UInt8>) -> Bool {
    guard secret.count == 32, words(Vocabulary.InName.api) > 0, Dismissal.isDigest(text.extracting(secret)) else {
      return false
    }
    let around = text.extracting(max(0, secret.lowerBound - 120)..<min(text.count, secret.upperBound + 80))
    return Self.searches.contains { ByteText.contains(around, $0.span) }
  }

  private static let searches = ["docsearch(", "indexname"].map { Array($0.utf8) }

  private static let longestAddress = 100
  private static let badges = ["badge", "shields.io"].map { Array($0.utf8) }

  /// A list of numbers that are no bytes, or that rise to the last: places in documents, as in the index of a search.
  private static func isNoByteList(_ value: Span<UInt8>) -> Bool {
    guard isNumberList(value) else { return false }
    var (numbers, number): ([Int], Int) = ([], 0)
    for index in value.indices {
      if value[index].isDigit { number = min(number * 10 + Int(value[index] & 15), 1000) }
      if value[index] == UInt8(ascii: ",") || index == value.count - 1 {
        numbers.append(number)
        number = 0
      }
      guard value[index].isDigit || value[index].isBlank || value[index] == UInt8(ascii: ",") else { return false }
    }
    return numbers.contains { $0 > 255 } || zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
  }

  /// Whether the credential word is a part of another word, `keyframes`, or of one that a blank alone parts from the
  /// value, as in the prose `TokenCard 8005`.
  private func isOtherWord(before secret: Range<Int>, in text: Span<UInt8>) -> Bool {
    guard Self.speaksOfCredentials(words) else { return words(Vocabulary.InName.other) > 0 }
    // `-passin file`
    if text[range.lowerBound] == UInt8(ascii: "-") { return false }
    guard words.lastEnd > range.lowerBound, words.lastEnd < range.upperBound, text[words.lastEnd].isLetter else {
      return false
    }
    return (range.upperBound..<secret.lowerBound).allSatisfy { text[$0].isBlank }
  }

  /// Whether the name is the end of a media type, of a collection's path, or of a type in quotes:
  /// `application/x-keepass2`, `v1/secrets`, `"AWS::KMS::Key"`.
  private func isOfKind(in text: Span<UInt8>) -> Bool {
    if isQuotedType(in: text) { return true }
    guard range.lowerBound > 0, text[range.lowerBound - 1] == UInt8(ascii: "/") else { return false }
    let lead = text.extracting(max(0, range.lowerBound - Self.mediaType.count)..<range.lowerBound)
    return Self.ends(lead, withOneOf: [Self.mediaType])
      || range.count == Self.collection.count && Self.ends(text.extracting(range), withOneOf: [Self.collection])
  }

  private func isQuotedType(in text: Span<UInt8>) -> Bool {
    var start = range.lowerBound
    guard start >= 2, text[start - 1] == UInt8(ascii: ":"), text[start - 2] == UInt8(ascii: ":") else { return false }
    let floor = max(0, start - Self.longestType)
    while start > floor, text[start - 1].isWordByte || text[start - 1] == UInt8(ascii: ":") { start -= 1 }
    return start > floor && text[start - 1].isQuote
  }

  private static let longestType = 40
  private static let mediaType = Array("application/".utf8)
  private static let collection = Array("secrets".utf8)

  /// `XSCVQPSWZ: "xscvqpswz"`, `com.acme.passwordkit:passwordkit`
  private func isEcho(of name: Span<UInt8>, _ value: Span<UInt8>) -> Bool {
    let start = name.count - value.count
    guard value.count >= 4, start == 0 || start > 0 && name[start - 1] == UInt8(ascii: ".") else { return false }
    return value.indices.allSatisfy { name[start + $0].lowercased == value[$0].lowercased }
  }

  /// Whether the name is the value of an attribute, and the value is one of another attribute:
  /// `type="password" title="…"`. Of `key="Password" value="…"` it is the value.
  private func isOfOtherAttribute(_ secret: Range<Int>, in text: Span<UInt8>) -> Bool {
    let gap = text.extracting(range.upperBound..<secret.lowerBound)
    guard gap.count >= 5, gap[0].isQuote, gap[1].isBlank, gap[gap.count - 1].isQuote,
      let end = gap.indices.last(where: { gap[$0].isLetter }), gap[end + 1] == UInt8(ascii: "=")
    else { return false }
    let attribute = gap.extracting(2...end)
    return !Self.valueAttributes.contains { $0.count == attribute.count && Self.ends(attribute, withOneOf: [$0]) }
  }

  /// Attributes whose value is that of the name beside it.
  private static let valueAttributes = ["value", "val", "default", "defaultvalue", "content", "text", "initial"].map {
    Array($0.utf8)
  }

  /// OpenSSL's `-pkeyopt name:value`, which has a name of its own.
  private func isOfKeyOption(_ name: Span<UInt8>, _ value: Span<UInt8>) -> Bool {
    guard Self.ends(name, withOneOf: [Self.keyOption]) else { return false }
    guard let colon = value.indices.first(where: { value[$0] == UInt8(ascii: ":") }) else { return false }
    return CredentialStem.bestEdges(in: value.extracting(0..<colon)) == 0
  }

  private static let keyOption = Array("keyopt".utf8)

  /// Ids and fingerprints of OpenPGP keys in capitals: `using RSA key 0123…`, `GPG_KEY=0123…`, and without quotes after
  /// any key that is not called secret.
  private func isOpenPGP(_ secret: Range<Int>, in text: Span<UInt8>) -> Bool {
    guard words(Vocabulary.InName.key) > 0, secret.count == 16 || secret.count == 40,
      secret.allSatisfy({ text[$0].isHexDigit && !text[$0].isLowercase }),
      secret.contains(where: { text[$0].isLetter })
    else { return false }
    let lead = text.extracting(max(0, range.lowerBound - 4)..<range.lowerBound)
    if Self.ends(lead, withOneOf: Self.algorithms) { return true }
    let name = text.extracting(range)
    if Self.standards.contains(where: { ByteText.count(of: $0.span, in: name) > 0 }) { return true }
    if Self.ends(name, withOneOf: Self.trustedKey) { return true }
    let secretive =
      words(Vocabulary.InName.api) + words(Vocabulary.InName.secret) + words(Vocabulary.InName.private)
      + words(Vocabulary.InName.access) + words(Vocabulary.InName.token) + words(Vocabulary.InName.pass)
    return secretive == 0
      && !(range.upperBound..<secret.lowerBound).contains { text[$0].isQuote || text[$0] == UInt8(ascii: "(") }
  }

  private static let standards = ["gpg", "pgp"].map { Array($0.utf8) }
  /// What Gradle calls the keys of those whose packages are taken.
  private static let trustedKey = [Array("trusted-key".utf8)]

  /// `Uploaded file to key: 99cc…`: where something is in a store.
  private func isPlaceInStore(in text: Span<UInt8>) -> Bool {
    guard range.count == Self.place.count, Self.ends(text.extracting(range), withOneOf: [Self.place]) else {
      return false
    }
    let lead = text.extracting(max(0, range.lowerBound - 6)..<range.lowerBound)
    return Self.ends(lead, withOneOf: Self.prepositions)
  }

  private static let place = Array("key".utf8)
  private static let prepositions = [" to ", " from ", " at ", " under "].map { Array($0.utf8) }

  /// A digest under a name that ends in that of its algorithm, or in a file's: `key_md5`, `https://acme.io/x/auth.ts`.
  private func isDigestOfContent(_ name: Span<UInt8>, _ value: Span<UInt8>, in text: Span<UInt8>) -> Bool {
    if Self.isBase64(value, ofDigestNamed: name) { return true }
    guard Dismissal.isDigest(value) else { return false }
    if Self.ends(name, withOneOf: Self.digests) { return true }
    guard range.lowerBound > 0, text[range.lowerBound - 1] == UInt8(ascii: "/"), words.lastEnd < range.upperBound else {
      return false
    }
    guard let dot = name.indices.last(where: { name[$0] == UInt8(ascii: ".") }), dot + 4 >= name.count else {
      return false
    }
    return (dot + 1..<name.count).allSatisfy { name[$0].isLowercase } && dot + 1 < name.count
  }

  /// `Content-MD5: bY4wkxQejw9mUJfo72k53A==`
  private static func isBase64(_ value: Span<UInt8>, ofDigestNamed name: Span<UInt8>) -> Bool {
    switch value.count {
    case 24: ends(name, withOneOf: [digests[0]]) && value[23] == UInt8(ascii: "=") && value[22] == UInt8(ascii: "=")
    case 28: ends(name, withOneOf: [digests[1]]) && value[27] == UInt8(ascii: "=")
    case 44: ends(name, withOneOf: [digests[2]]) && value[43] == UInt8(ascii: "=")
    default: false
    }
  }

  private static let digests = ["md5", "sha1", "sha256", "sha512", "hash", "checksum", "digest", "etag"].map {
    Array($0.utf8)
  }

  private static let algorithms = ["rsa ", "dsa ", "gpg ", "pgp "].map { Array($0.utf8) }

  private static func isNumberList(_ value: Span<UInt8>) -> Bool {
    guard !value.isEmpty, value[0].isDigit else { return false }
    return value.indices.count { value[$0] == UInt8(ascii: ",") } >= 7
  }

  /// Bytes between a name and the value that is its own.
  private static let longestGap = 24
  private static let longestCode = 10

  private static let keyIDs = ["keyid", "key_id", "key-id", "credentialid", "credential_id", "credential-id"].map {
    Array($0.utf8)
  }
  private static let identifiers = ["_id", "-id", "guid", "uuid"].map { Array($0.utf8) }

  /// `_id`, `-id`, `Id`, `ID`, `guid`.
  private static func isOfIdentifier(_ name: Span<UInt8>) -> Bool {
    if ends(name, withOneOf: identifiers) { return true }
    guard name.count > 2, ends(name, withOneOf: [Array("id".utf8)]) else { return false }
    return name[name.count - 2].isUppercase && name[name.count - 3].isLowercase
  }

  private static func ends(_ name: Span<UInt8>, withOneOf tails: [[UInt8]]) -> Bool {
    tails.contains { name.endsWithoutCase(with: $0) }
  }
}
