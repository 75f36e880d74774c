import Text

extension PlaceholderFilter {
  /// Values that stand for a secret only as a whole.
  private static let whole: [StaticString] = [
    "true", "false", "yes", "no", "on", "off", "null", "none", "nil", "undefined", "nan", "n/a", "na", "tbd", "todo",
    "fixme",
    "string", "str", "bool", "boolean", "int", "integer", "number", "object", "any", "void", "bytes", "char", "text",
    "p@ssw0rd", "p@ssword", "passw0rd", "pa$$word", "pa$$w0rd", "letmein", "qwerty", "hunter2", "hunter22", "abc123",
    "abcd1234", "correcthorsebatterystaple", "password1", "password12", "password123", "secret123", "pass123",
    "pass1234",
    "test123", "s3cr3t", "t0ps3cr3t", "monkey", "dragon", "lorem", "minio123",
    // The usual password of anonymous FTP (RFC 1635).
    "anonymous", "anonymous@",
    "비밀번호", "암호", "토큰", "비밀", "密码", "密碼", "パスワード", "пароль",
  ]

  /// Logins that products ship with.
  private static let defaultLogins: [StaticString] = [
    "admin", "administrator", "root", "guest", "postgres", "mysql", "minioadmin", "sa", "oracle", "rabbitmq", "redis",
    "mongo", "mongodb", "elastic", "neo4j", "public", "private", "toor", "vagrant", "user", "username", "docker", "pi",
    "raspberry", "system", "operator", "manager", "tomcat", "jenkins", "wordpress", "drupal", "symfony", "laravel",
  ]

  static func wholeWord(_ value: Span<UInt8>) -> PlaceholderReason? {
    guard value.count <= 28 else { return nil }
    if value.equalsAnyIgnoringCase(defaultLogins) { return .defaultLogin }
    return value.equalsAnyIgnoringCase(whole) ? .word : nil
  }

  /// Whether words that stand for a value cover it: `your_api_key_here`, `mySecretToken`, `example123`.
  ///
  /// Every run of letters must be made of known words. Digits may be beside a telling word such as `test`, but beside
  /// `secret` or `password` alone they make a weak password, which is still a password.
  static func words(covering value: Span<UInt8>) -> PlaceholderReason? {
    guard value.count <= 80 else { return nil }
    var (tally, digits, marks, start) = (PlaceholderWords.Tally(), 0, 0, 0)
    for index in 0...value.count {
      if index < value.count, value[index].isLetter { continue }
      if index > start {
        guard let found = PlaceholderWords.cover(value.extracting(start..<index)) else { return nil }
        tally.telling += found.telling
        tally.plain += found.plain
      }
      start = index + 1
      guard index < value.count else { break }
      if value[index].isDigit { digits += 1 } else if isSeparator(value[index]) { marks += 1 } else { return nil }
    }
    if tally.telling > 0 { return digits <= 8 ? (tally.telling + tally.plain > 1 ? .slot : .word) : nil }
    guard tally.plain > 0, digits == 0 else { return nil }
    return marks > 0 || tally.plain > 1 ? .slot : .word
  }

  /// Whether words are apart from each other and one of them is telling: `your-pusher-key`, `fake_client_nonce`.
  static func isPhrase(_ value: Span<UInt8>) -> Bool {
    guard value.count <= 80 else { return false }
    var (parts, telling, start) = (0, 0, 0)
    for index in 0...value.count {
      if index < value.count, value[index].isLetter { continue }
      guard index == value.count || isSeparator(value[index]) else { return false }
      let part = value.extracting(start..<index)
      start = index + 1
      guard !part.isEmpty else { continue }
      guard part.isWordyIdentifier else { return false }
      parts += 1
      telling += PlaceholderWords.cover(part)?.telling ?? 0
    }
    return parts > 1 && telling > 0
  }

  /// Whether hexadecimal digits are around a word for a test: `55a3e75etest0d3255be`.
  static func isMarkedDigits(_ value: Span<UInt8>) -> Bool {
    guard (16...64).contains(value.count), let mark = value.firstIndex(of: "test") ?? value.firstIndex(of: "fake")
    else {
      return false
    }
    for index in value.indices where !(mark..<mark + 4).contains(index) && !value[index].isHexDigit { return false }
    return true
  }

  /// What people write between words.
  private static func isSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: " "), UInt8(ascii: "/"),
      UInt8(ascii: ":"),
      UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "'"), UInt8(ascii: "!"):
      true
    default: false
    }
  }
}

/// The words of placeholders, in a table of hashes.
enum PlaceholderWords {
  /// How many words of each kind cover a run of letters.
  struct Tally {
    /// Words that no one puts into a real secret, such as `example`.
    var telling = 0
    /// Words for what a value is, such as `token`, and small words beside them.
    var plain = 0
  }

  private static let longestRun = 40
  private static let longestWord = 13

  /// Splits a run of letters into known words, as few as possible; `nil` when something is left over.
  static func cover(_ run: Span<UInt8>) -> Tally? {
    guard run.count <= longestRun else { return nil }
    // For each place: the number of words up to it plus one, and how many of them are telling; 0 means out of reach.
    var reached = InlineArray<41, UInt8>(repeating: 0)
    var telling = InlineArray<41, UInt8>(repeating: 0)
    reached[0] = 1
    for start in 0..<run.count where reached[start] > 0 {
      var hash = offset
      for end in start..<min(run.count, start + longestWord) {
        hash = (hash ^ UInt64(run[end].lowercased)) &* prime
        guard let isTelling = look(up: hash) else { continue }
        let words = reached[start] + 1
        if reached[end + 1] == 0 || words < reached[end + 1] {
          reached[end + 1] = words
          telling[end + 1] = telling[start] + (isTelling ? 1 : 0)
        }
      }
    }
    let words = Int(reached[run.count]) - 1
    guard words > 0 else { return nil }
    return Tally(telling: Int(telling[run.count]), plain: words - Int(telling[run.count]))
  }

  private static let offset: UInt64 = 0xCBF2_9CE4_8422_2325
  private static let prime: UInt64 = 0x100_0000_01B3

  /// Whether a word is telling; `nil` when it is not known.
  private static func look(up hash: UInt64) -> Bool? {
    var slot = Int(truncatingIfNeeded: hash >> 20) & slotMask
    // The table is less than half full, so an empty slot always ends the search.
    while table[slot] != 0 {
      if table[slot] | 1 == hash | 1 { return table[slot] & 1 == 1 }
      slot = (slot + 1) & slotMask
    }
    return nil
  }

  private static let slotMask = 1023

  /// FNV-1a hashes whose lowest bit says whether the word is telling.
  private static let table: [UInt64] = {
    var table = [UInt64](repeating: 0, count: slotMask + 1)
    for (words, bit) in [(tellingWords, UInt64(1)), (plainWords, 0)] {
      for word in words.bytes.split(separator: UInt8(ascii: " ")) {
        let hash = fnv1a(word)
        var slot = Int(truncatingIfNeeded: hash >> 20) & slotMask
        while table[slot] != 0 { slot = (slot + 1) & slotMask }
        table[slot] = hash & ~1 | bit
      }
    }
    return table
  }()

  private static let tellingWords: StaticString = """
    your yours example examples sample samples dummy fake mock mocked stub placeholder changeme changeit changethis change \
    replace replaceme replacewith insert enter paste redacted removed masked hidden omitted obfuscated todo tbd fixme here \
    test testing tests tester demo default foo bar baz qux foobar lorem ipsum dolor none empty null nil undefined string \
    value values some something somevalue whatever anything goes unset notset missing required optional provide choose \
    pick invalid wrong bogus irrelevant unused nothing blah asdf xxx xxxx xxxxx doesnotexist nonexistent
    """

  private static let plainWords: StaticString = """
    api key keys token tokens access auth authentication authorization secret secrets password passwords passwd pass pwd \
    passphrase passcode client id identifier user username name login my the a an this that these is are be to too in for \
    from of on at by not so and or with without unique private public live prod production dev development staging local \
    server service account accounts email mail bearer basic new old long short random real actual valid put set add use \
    it me we our own bit bits project org organization team tenant subscription workspace code hash salt sign signing \
    signature encryption encrypted encoded decrypt cipher webhook hook url uri host hostname port path file database db \
    redis mysql postgres mongo credentials credential cred creds generated generate very super strong secure safe phrase \
    please should must will can get got want need only just same like app application applications web site admin root \
    master shared session cookie jwt oauth refresh google github gitlab bitbucket openai anthropic stripe slack aws azure \
    gcp twilio sendgrid mailgun heroku discord telegram facebook twitter firebase docker npm pypi vome vook voltmasters \
    cometly altum ai sk pk env environment variable var config configuration setting settings option param parameter \
    field input data info type text header request response one two three first second hex base sha md csrf xsrf
    """
}
