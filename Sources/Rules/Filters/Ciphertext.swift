import Text

/// Values that are encrypted, and meant to be committed: their syntax says so.
///
/// dotenvx (`encrypted:…`), Sealed Secrets (`AgA…`), Maven (`{…}`), SOPS and hiera-eyaml (`ENC[…]`), Jasypt (`ENC(…)`), Spring Cloud Config (`{cipher}…`), ejson
/// (`EJ[1:…]`), Vault's transit engine (`vault:v1:…`), the key management services of AWS (`AQICAH…`) and Google
/// (`CiQA…`), PowerShell's secure strings, age and PGP messages.
public enum Ciphertext {
  /// Bytes before a secret that are searched for the beginning of the value that it is a part of.
  private static let reach = 512

  /// Whether a whole value is encrypted.
  public static func isForm(_ value: [UInt8]) -> Bool {
    let text = value.span
    return end(at: 0, in: text).map { $0 >= text.count }
      ?? armours.contains { text.starts(with: $0) && text.contains($1) }
  }

  private static let armours: [(begin: StaticString, end: StaticString)] = [
    ("-----BEGIN AGE ENCRYPTED FILE-----", "-----END AGE ENCRYPTED FILE-----"),
    ("-----BEGIN PGP MESSAGE-----", "-----END PGP MESSAGE-----"),
  ]

  /// Whether a secret is in an encrypted value, or is one.
  ///
  /// - Parameter lookedAt: Grows to what the answer depends on.
  public static func encloses(_ secret: Range<Int>, in text: Span<UInt8>, lookedAt: inout Range<Int>) -> Bool {
    var start = secret.lowerBound
    var isEnclosed = false
    while true {
      if let end = end(at: start, in: text), end >= secret.upperBound, !isInWord(start, of: text) {
        lookedAt = min(lookedAt.lowerBound, start - 1)..<max(lookedAt.upperBound, end + 1)
        isEnclosed = true
        break
      }
      guard start > 0, secret.lowerBound - start < reach, isPart(text[start - 1]) else { break }
      start -= 1
    }
    lookedAt = min(lookedAt.lowerBound, start - 1)..<lookedAt.upperBound
    return isEnclosed
  }

  private static func isInWord(_ place: Int, of text: Span<UInt8>) -> Bool {
    place > 0 && (text[place - 1].isLetterOrDigit || text[place - 1] == UInt8(ascii: "/"))
  }

  /// Whether a byte may be between the beginning of an encrypted value and a part of it.
  private static func isPart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "("), UInt8(ascii: "{"),
      UInt8(ascii: "}"), UInt8(ascii: "_"):
      true
    default: isBase64(byte)
    }
  }

  /// Where the encrypted value that begins at a place ends; `nil` when none begins there.
  private static func end(at start: Int, in text: Span<UInt8>) -> Int? {
    guard start < text.count else { return nil }
    // Nearly all places end here.
    switch text[start] {
    case UInt8(ascii: "e"): return body("encrypted:", at: start, in: text, least: 40)
    case UInt8(ascii: "v"): return transit(at: start, in: text)
    case UInt8(ascii: "A"): return blob("AQICAH", at: start, in: text) ?? sealed(at: start, in: text)
    case UInt8(ascii: "C"): return blob("CiQA", at: start, in: text)
    case UInt8(ascii: "0"): return blob("01000000d08c9ddf0115d1118c7a00c04fc297eb", at: start, in: text)
    case UInt8(ascii: "{"): return cipher(at: start, in: text) ?? braces(at: start, in: text)
    case UInt8(ascii: "E"):
      return closed("ENC(", at: start, by: UInt8(ascii: ")"), in: text, least: 16)
        ?? closed("EJ[1:", at: start, by: UInt8(ascii: "]"), in: text, least: 80) ?? named(at: start, in: text)
    default: return nil
    }
  }

  /// A mark, and base64 after it.
  private static func body(_ mark: StaticString, at start: Int, in text: Span<UInt8>, least: Int) -> Int? {
    guard text.matches(mark, at: start) else { return nil }
    let first = start + mark.utf8CodeUnitCount
    let end = run(from: first, in: text, where: isBase64)
    return end - first >= least ? end : nil
  }

  /// A key service's output, which begins with its own header.
  private static func blob(_ header: StaticString, at start: Int, in text: Span<UInt8>) -> Int? {
    body(header, at: start, in: text, least: 74)
  }

  /// A sealed secret of Kubernetes: the length of a session key, 512 bytes, the key encrypted with RSA, and the value.
  private static func sealed(at start: Int, in text: Span<UInt8>) -> Int? {
    body("Ag", at: start, in: text, least: 340)
  }

  /// A password of Maven's settings: groups of base64 in braces.
  private static func braces(at start: Int, in text: Span<UInt8>) -> Int? {
    guard let end = closed("{", at: start, by: UInt8(ascii: "}"), in: text, least: 24) else { return nil }
    let isWhole = (end - start - 2) % 4 == 0 && !(start..<end).contains { text[$0] == UInt8(ascii: ":") }
    return isWhole && start > 0 && text[start - 1] == UInt8(ascii: ">") ? end : nil
  }

  private static func transit(at start: Int, in text: Span<UInt8>) -> Int? {
    guard text.matches("vault:v", at: start) else { return nil }
    let number = run(from: start + 7, in: text) { $0.isDigit }
    return number > start + 7 ? body(":", at: number, in: text, least: 16) : nil
  }

  /// `{cipher}`, perhaps the name of a key as `{key:…}`, and hexadecimal digits or base64.
  private static func cipher(at start: Int, in text: Span<UInt8>) -> Int? {
    guard text.matches("{cipher}", at: start) else { return nil }
    var place = start + 8
    while place < text.count, text[place] == UInt8(ascii: "{") {
      place = run(from: place + 1, in: text) { $0.isLetterOrDigit || "_:.-".utf8.contains($0) } + 1
    }
    return body("", at: place, in: text, least: 16)
  }

  /// A mark, base64 and colons, and a bracket.
  private static func closed(
    _ mark: StaticString, at start: Int, by bracket: UInt8, in text: Span<UInt8>, least: Int
  ) -> Int? {
    guard text.matches(mark, at: start) else { return nil }
    let first = start + mark.utf8CodeUnitCount
    let end = run(from: first, in: text) { isBase64($0) || $0 == UInt8(ascii: ":") }
    return end - first >= least && end < text.count && text[end] == bracket ? end + 1 : nil
  }

  /// `ENC[AES256_GCM,data:…,iv:…]` and `ENC[PKCS7,…]`.
  private static func named(at start: Int, in text: Span<UInt8>) -> Int? {
    guard text.matches("ENC[", at: start) else { return nil }
    let name = run(from: start + 4, in: text) { $0.isUppercase || $0.isDigit || $0 == UInt8(ascii: "_") }
    guard name > start + 4, name < text.count, text[name] == UInt8(ascii: ",") else { return nil }
    let end = run(from: name, in: text) { isBase64($0) || ":,_".utf8.contains($0) }
    return end - name >= 16 && end < text.count && text[end] == UInt8(ascii: "]") ? end + 1 : nil
  }

  private static func run(from start: Int, in text: Span<UInt8>, where belongs: (UInt8) -> Bool) -> Int {
    var end = start
    while end < text.count, belongs(text[end]) { end += 1 }
    return min(end, text.count)
  }

  private static func isBase64(_ byte: UInt8) -> Bool {
    byte.isBase64Digit || byte == UInt8(ascii: "=")
  }
}
