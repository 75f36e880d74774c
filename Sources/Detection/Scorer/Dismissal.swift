import Rules
import Text

/// Cheap tests for values that are no secrets whatever is around them. Each is free of the fitted model.
enum Dismissal {
  /// How far beside a value the tests look.
  static let reach = 24

  /// Whether a value is no secret by itself and the bytes beside it.
  static func applies(
    to secret: Range<Int>, in text: Span<UInt8>, checks: CheckSet<DismissalCheck> = DismissalCheck.all
  ) -> Bool {
    let value = text.extracting(secret)
    guard value.count >= 2 else { return true }
    var open = checks.intersection(DismissalCheck.ofValue)
    while let check = open.popFirst() {
      if agrees(check, on: secret, value, in: text) { return true }
    }
    return false
  }

  @inline(__always)
  private static func agrees(
    _ check: DismissalCheck, on secret: Range<Int>, _ value: Span<UInt8>, in text: Span<UInt8>
  ) -> Bool {
    switch check {
    case .callOrMember: isCallOrMember(secret, in: text)
    case .variant: isVariant(secret, in: text)
    case .environmentName: isEnvironmentName(secret, in: text)
    case .reference: isReference(value)
    case .openValue: KnownStarts.openValue.longest(in: value) > 0 || isRegex(value)
    case .date: isDate(value)
    case .publicNKey: isPublicNKey(value)
    case .plainWord: isPlainWord(secret, in: text)
    case .postgresHash: isPostgresHash(value)
    case .signature: isSignature(value)
    case .betweenTexts: isBetweenTexts(secret, in: text)
    case .option: isOption(secret, in: text)
    case .testResult: isTestResult(secret, in: text)
    case .user: isUser(secret, in: text)
    case .loginWithoutPassword: isLoginWithoutPassword(secret, in: text)
    case .beginning: isBeginning(secret, in: text)
    // Those of the line and the name.
    case .afterPath, .openName, .constantOfFamily, .selectorKey, .labelOfPEM, .definedUUID: false
    }
  }

  /// `name(`, `name[`, `name.other(`: code that fetches a value, when no quote is before it.
  private static func isCallOrMember(_ secret: Range<Int>, in text: Span<UInt8>) -> Bool {
    guard !isQuoted(secret, in: text), text[secret.lowerBound].isLetter else { return false }
    // `$(kubectl get …)`
    if secret.lowerBound > 1, text[secret.lowerBound - 1] == UInt8(ascii: "("),
      text[secret.lowerBound - 2] == UInt8(ascii: "$")
    {
      return true
    }
    // `base64.encode(` with its arguments on the next lines.
    let last = secret.upperBound - 1
    if text[last] == UInt8(ascii: "("),
      secret.dropLast().allSatisfy({ text[$0].isWordByte || text[$0] == UInt8(ascii: ".") })
    {
      return true
    }
    guard secret.upperBound < text.count else { return false }
    let next = text[secret.upperBound]
    return next == UInt8(ascii: "(") || next == UInt8(ascii: "[")
  }

  /// `KeyKind::Ed25519`: a name in another name's space.
  private static func isVariant(_ secret: Range<Int>, in text: Span<UInt8>) -> Bool {
    guard secret.lowerBound >= 2, text[secret.lowerBound].isLetter else { return false }
    let colon = UInt8(ascii: ":")
    guard text[secret.lowerBound - 1] == colon, text[secret.lowerBound - 2] == colon else { return false }
    return secret.allSatisfy { text[$0].isWordByte || text[$0] == colon || text[$0] == UInt8(ascii: "(") }
  }

  /// `env.get("NAME")`, `ENV['NAME']`, `getenv("NAME")`: where a value comes from.
  private static func isEnvironmentName(_ secret: Range<Int>, in text: Span<UInt8>) -> Bool {
    guard isQuoted(secret, in: text), secret.lowerBound >= 2 else { return false }
    let bracket = text[secret.lowerBound - 2]
    guard bracket == UInt8(ascii: "(") || bracket == UInt8(ascii: "[") else { return false }
    guard secret.allSatisfy({ text[$0].isWordByte && !text[$0].isLowercase }) else { return false }
    let end = secret.lowerBound - 2
    return lookups.contains { lookup in
      lookup.count <= end
        && lookup.indices.allSatisfy { text[end - lookup.count + $0].lowercased == lookup[$0] }
    }
  }

  /// What ends the name of a call or table that gives the values of environment variables.
  private static let lookups = ["env", "env.get", "env.fetch", "env.var", "env::var", "environ", "environ.get"]
    .map { Array($0.utf8) }

  /// `$NAME`, `${…}`, `{{…}}`, `%NAME%`, `<…>`: a slot that something else fills.
  private static func isReference(_ value: Span<UInt8>) -> Bool {
    guard value.count >= 3 else { return false }
    let (first, second, last) = (value[0], value[1], value[value.count - 1])
    switch first {
    case UInt8(ascii: "$"): return second == UInt8(ascii: "{") || second == UInt8(ascii: "(")
    case UInt8(ascii: "{"): return second == UInt8(ascii: "{") || second == UInt8(ascii: "%")
    case UInt8(ascii: "#"): return second == UInt8(ascii: "{")
    case UInt8(ascii: "<"): return last == UInt8(ascii: ">") || second == UInt8(ascii: "%")
    case UInt8(ascii: "%"): return last == first
    default: return false
    }
  }

  /// `^.{8,32}$`
  private static func isRegex(_ value: Span<UInt8>) -> Bool {
    value[0] == UInt8(ascii: "^") && value[value.count - 1] == UInt8(ascii: "$")
  }

  /// `2026-01-31`, with or without a time.
  private static func isDate(_ value: Span<UInt8>) -> Bool {
    guard value.count >= 10, value[4] == UInt8(ascii: "-"), value[7] == UInt8(ascii: "-") else { return false }
    return (0..<10).allSatisfy { $0 == 4 || $0 == 7 || value[$0].isDigit }
      && (value.count == 10 || value[10] == UInt8(ascii: "T") || value[10] == UInt8(ascii: " "))
  }

  /// Whether a value is what PostgreSQL keeps of a password: `md5` and a digest.
  private static func isPostgresHash(_ value: Span<UInt8>) -> Bool {
    value.count == 35 && value[0] == UInt8(ascii: "m") && value[1] == UInt8(ascii: "d") && value[2] == UInt8(ascii: "5")
      && isDigest(value.extracting(3...))
  }

  static func isUUID(_ value: Span<UInt8>) -> Bool {
    guard value.count == 36 else { return false }
    return value.indices.allSatisfy {
      [8, 13, 18, 23].contains($0) ? value[$0] == UInt8(ascii: "-") : value[$0].isHexDigit
    }
  }

  /// Whether a value has the shape of an MD5 or SHA digest in hexadecimal.
  static func isDigest(_ value: Span<UInt8>) -> Bool {
    [32, 40, 64, 96, 128].contains(value.count) && value.indices.allSatisfy { value[$0].isHexDigit }
  }

  /// A NATS account, user, server, operator, cluster or curve key: base32, and its first letter shows that it is public.
  private static func isPublicNKey(_ value: Span<UInt8>) -> Bool {
    guard value.count == 56, "AUNOCX".utf8.contains(value[0]) else { return false }
    return value.indices.allSatisfy { value[$0].isUppercase || (value[$0] >= 50 && value[$0] <= 55) }
  }

  /// A bare word of small letters that only a blank ties to its name: prose.
  private static func isPlainWord(_ secret: Range<Int>, in text: Span<UInt8>) -> Bool {
    guard secret.lowerBound > 1, text[secret.lowerBound - 1].isBlank else { return false }
    let previous = text[secret.lowerBound - 2]
    guard previous.isLetter else { return false }
    for index in secret where !text[index].isLetter { return false }
    return Rarity.looksLikeWords(text.extracting(secret))
  }

  /// What the real value is put behind: `neo4j/${PASSWORD}`, `"neo4j/" + password`.
  private static func isBeginning(_ secret: Range<Int>, in text: Span<UInt8>) -> Bool {
    let last = text[secret.upperBound - 1]
    guard secret.upperBound < text.count else { return false }
    if last == UInt8(ascii: "$") {
      return secret.count > 1 && isJoint(text[secret.upperBound - 2]) && text[secret.upperBound] == UInt8(ascii: "{")
    }
    guard isJoint(last), text[secret.upperBound].isQuote, !isPadded(text.extracting(secret)) else { return false }
    var next = secret.upperBound + 1
    while next < text.count, next - secret.upperBound < longestGap, text[next].isBlank { next += 1 }
    return next < text.count && (text[next] == UInt8(ascii: "+") || text[next] == UInt8(ascii: "."))
  }

  /// Whether a value has the length and the characters of base64 with its padding (RFC 4648, section 4), as that of a Basic
  /// header: then its last `=` joins nothing.
  private static func isPadded(_ value: Span<UInt8>) -> Bool {
    value.count.isMultiple(of: 4) && value[value.count - 1] == UInt8(ascii: "=") && Base64.decode(value) != nil
  }

  private static func isJoint(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "=")
  }

  /// What is between two texts, or after one: `strncmp(arg, "pass:", 5) == 0)`, `"Password:",IDC_STATIC,7`,
  /// `'PASSWD:' nextgroup=x skipwhite 'y'`.
  private static func isBetweenTexts(_ secret: Range<Int>, in text: Span<UInt8>) -> Bool {
    let value = text.extracting(secret)
    if value[0] == UInt8(ascii: ",") { return value[1].isBlank || text[max(0, secret.lowerBound - 1)].isQuote }
    return value[0].isBlank && value.indices.dropFirst().dropLast().contains { value[$0].isBlank }
  }

  /// A JSON Web Signature whose payload is sent apart (RFC 7515, appendix F): it proves who signed, and lets nobody in.
  /// The scope of a request that is signed for AWS, which begins with the id of a key. And the mere beginning of NTLM's
  /// third message (MS-NLMP, 2.2.1.3).
  private static func isSignature(_ value: Span<UInt8>) -> Bool {
    if value.endsWithoutCase(with: requestScope) { return true }
    if value.count < 64, KnownStarts.authenticateMessage.longest(in: value) > 0 { return true }
    guard KnownStarts.tokenHeader.longest(in: value) > 0 else { return false }
    let dots = value.indices.filter { value[$0] == UInt8(ascii: ".") }
    return dots.count == 2 && dots[1] == dots[0] + 1
  }

  private static let requestScope = Array("/aws4_request".utf8)

  /// `openssl passwd -aixmd5`: a word after a hyphen on a command line.
  private static func isOption(_ secret: Range<Int>, in text: Span<UInt8>) -> Bool {
    guard text[secret.lowerBound] == UInt8(ascii: "-"), text[secret.lowerBound + 1].isLowercase,
      secret.lowerBound > 0, text[secret.lowerBound - 1].isBlank, secret.count <= 24
    else { return false }
    return secret.allSatisfy {
      text[$0].isLowercase || text[$0].isDigit || text[$0] == UInt8(ascii: "-")
    }
  }

  /// `echo "PASS: ip6gretap"`: how a test ended.
  private static func isTestResult(_ secret: Range<Int>, in text: Span<UInt8>) -> Bool {
    let start = secret.lowerBound - 6
    return start > 0 && text[start - 1].isQuote && hasWord("PASS: ", at: start, in: text)
  }

  /// `username="…"`, `new InMemoryUser('…', `: who logs in, not with what.
  private static func isUser(_ secret: Range<Int>, in text: Span<UInt8>) -> Bool {
    var end = secret.lowerBound
    while end > 0, secret.lowerBound - end < longestGap, isBetween(text[end - 1]) { end -= 1 }
    // In `db_user:…` the password follows.
    let gap = end..<secret.lowerBound
    let isAssigned = gap.count > 1 || gap.first.map { text[$0] == UInt8(ascii: "=") } ?? false
    if isAssigned, gap.contains(where: { !text[$0].isBlank }),
      hasWord("username", before: end, in: text) || hasWord("user_name", before: end, in: text)
        || hasWord("_user", before: end, in: text)
    {
      return true
    }
    let bracket = secret.lowerBound - 2
    return isQuoted(secret, in: text) && bracket > 0 && text[bracket] == UInt8(ascii: "(")
      && hasWord("user", before: bracket, in: text)
  }

  /// Most bytes between a name and its value.
  private static let longestGap = 8

  private static func isBetween(_ byte: UInt8) -> Bool {
    byte.isBlank || byte.isQuote || byte == UInt8(ascii: "=") || byte == UInt8(ascii: ":")
      || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "\\")
  }

  /// A Basic header of a user without a password; the user may be a key then, unless it is a word.
  private static func isLoginWithoutPassword(_ secret: Range<Int>, in text: Span<UInt8>) -> Bool {
    let scheme = "Basic ".utf8.count
    let login: Range<Int>
    if hasWord("basic ", before: secret.lowerBound, in: text) {
      login = secret
    } else if secret.count > scheme, hasWord("basic ", at: secret.lowerBound, in: text) {
      login = secret.dropFirst(scheme)
    } else {
      return false
    }
    // Prose: `basic functionality`
    if login.allSatisfy({ text[$0].isLowercase }) { return true }
    guard login.count <= 64, let pair = Base64Pair.text(of: text.extracting(login)) else { return false }
    let user = pair.prefix { $0 != UInt8(ascii: ":") }
    let password = pair.dropFirst(user.count + 1)
    // `api:ACCESS_KEY`
    guard password.isEmpty else {
      return PlaceholderFilter.reason(for: Array(password), contextual: true) == .slot
        && !password.contains(where: { $0.isLowercase })
    }
    return user.allSatisfy({ $0.isLetter }) && (user.count <= 8 || Rarity.looksLikeWords(Array(user).span))
  }

  private static func hasWord(_ word: StaticString, before end: Int, in text: Span<UInt8>) -> Bool {
    hasWord(word, at: end - word.utf8CodeUnitCount, in: text)
  }

  /// Whether a word is at a place, letter case aside.
  private static func hasWord(_ word: StaticString, at start: Int, in text: Span<UInt8>) -> Bool {
    guard start >= 0, start + word.utf8CodeUnitCount <= text.count else { return false }
    return word.withUTF8Buffer { letters in
      letters.indices.allSatisfy { text[start + $0].lowercased == letters[$0].lowercased }
    }
  }

  private static func isQuoted(_ secret: Range<Int>, in text: Span<UInt8>) -> Bool {
    secret.lowerBound > 0 && text[secret.lowerBound - 1].isQuote
  }
}
