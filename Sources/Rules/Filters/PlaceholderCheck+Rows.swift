extension PlaceholderCheck {
  /// What each check is for, and what it is worth on the labelled lines (`docs/SCORER.md`).
  ///
  /// The counts are those of `Benchmarks ablation`, of 2026-11-30.
  public static let rows: [CheckRow<PlaceholderCheck>] = [
    CheckRow(
      .reference, "names where the value comes from: `${TOKEN}`, `vault:path`, `%s`", falseAlarms: 2, secrets: 0),
    CheckRow(
      .slot, "a place to fill in, or a value that was cut or masked: `<token>`, `abc...`, `****`", falseAlarms: 10,
      secrets: 0),
    CheckRow(.pattern, "describes values: a regex such as `[a-f0-9]{32}`", falseAlarms: 0, secrets: 0),
    CheckRow(.documentedExample, "a value that a vendor's documentation shows", falseAlarms: 1, secrets: 6),
    CheckRow(.period, "one or two characters over and over, or a text twice", falseAlarms: 0, secrets: 0),
    CheckRow(.fewCharacters, "few different characters for its length: `xxxxxxxx`", falseAlarms: 5, secrets: 0),
    CheckRow(
      .counting, "counts, or follows the alphabet or the keyboard: `12345678`, `qwertyui`", falseAlarms: 15, secrets: 9),
    CheckRow(
      .famousDigits, "`deadbeef` and the like, or digits of pi, as half of the value", falseAlarms: 0, secrets: 0),
    CheckRow(
      .decoded, "a placeholder, or bytes that count, in base64, hexadecimal or a list of bytes",
      falseAlarms: 0, secrets: 6),
    CheckRow(
      .wordApart, "a word such as `example` apart from the rest of a key with a prefix", falseAlarms: 0, secrets: 0),
    CheckRow(
      .wholeWord, "a word for a value, or a login that products ship with: `changeme`, `postgres`", falseAlarms: 1,
      secrets: 13),
    CheckRow(.code, "code that fetches a value: calls, members, indexing", falseAlarms: 2, secrets: 0),
    CheckRow(.coveringWords, "made of words for values: `your_api_key_here`", falseAlarms: 2, secrets: 8),
    CheckRow(
      .phrase, "words apart from each other, a telling one among them: `fake_client_nonce`", falseAlarms: 0, secrets: 1),
    CheckRow(.markedDigits, "hexadecimal digits around `test` or `fake`", falseAlarms: 0, secrets: 0),
    CheckRow(
      .beginning, "begins as public material does: digests, public keys, images, media types", falseAlarms: 0,
      secrets: 0),
    CheckRow(.path, "a path in a file system", falseAlarms: 1, secrets: 2),
    CheckRow(.url, "a URL without a password", falseAlarms: 2, secrets: 0),
    CheckRow(.mailAddress, "a mail address", falseAlarms: 0, secrets: 0),
    CheckRow(.person, "a name and a mail address: `Ada <ada@acme.io>`", falseAlarms: 0, secrets: 0),
    CheckRow(.versionRange, "a range of versions: `^5.0.0 || ^6.0.2`", falseAlarms: 0, secrets: 0),
    CheckRow(.packageVersion, "a Debian version: `1:4.13+dfsg1-1`", falseAlarms: 0, secrets: 0),
    CheckRow(.numeric, "an IP or MAC address, a version, a date, an object identifier", falseAlarms: 6, secrets: 0),
    CheckRow(.colour, "a colour: `#038b8b`", falseAlarms: 0, secrets: 0),
    CheckRow(.object, "a JSON object, or PHP's form of an array", falseAlarms: 0, secrets: 0),
    CheckRow(.markup, "an XML element with an attribute", falseAlarms: 0, secrets: 0),
    CheckRow(.list, "many parts or words with commas between them", falseAlarms: 0, secrets: 0),
    CheckRow(.option, "a setting and its number: `isapnp=0`", falseAlarms: 0, secrets: 0),
    CheckRow(.requirement, "a package and its version: `pyu2f>=0.1.5`", falseAlarms: 0, secrets: 0),
    CheckRow(.verifierKey, "the public half of a key for signed notes", falseAlarms: 0, secrets: 0),
    CheckRow(
      .tracker, "an id that everyone is shown: Google Analytics, Tag Manager, GitHub's advisories", falseAlarms: 0,
      secrets: 0),
    CheckRow(
      .digestName, "words and a digest with hyphens between them, as registries name entries", falseAlarms: 0,
      secrets: 0),
    CheckRow(.symbol, "Ruby's `:argon2`", falseAlarms: 0, secrets: 0),
    CheckRow(.style, "words and colours: `bold #038b8b`", falseAlarms: 0, secrets: 0),
    CheckRow(
      .halfEscaped, "a percent-encoded letter beside one that is not, as in tests of URLs", falseAlarms: 0, secrets: 0),
  ]
}
