/// Values that stand where a secret will be, or point at where it is.
public enum Placeholder {
  /// Whether a whole value is a reference, a slot to fill in, a dummy word, or a repetition or sequence.
  public static func isOne(_ value: String) -> Bool {
    let value = value.trimmedOfBlanks
    return value.isEmpty || isReference(value) || isSlot(value) || isDummy(value) || isMonotonous(value)
  }

  private static func isReference(_ value: String) -> Bool {
    if references.contains(where: { value.hasPrefix($0) }) { return true }
    let name = value.dropFirst()
    let isName = !name.isEmpty && name.utf8.allSatisfy { $0 == UInt8(ascii: "_") || isUpper($0) || isDigit($0) }
    return value.hasPrefix("$") && isName || isWrapped(value, "%", "%") || isWrapped(value, "@", "@")
  }

  private static func isSlot(_ value: String) -> Bool {
    if isWrapped(value, "<", ">") || isWrapped(value, "[", "]") { return true }
    return words(of: value).contains { slotWords.contains($0) || $0.utf8.count > 2 && $0.allSatisfy { $0 == "x" } }
  }

  /// Whether a value is made of dummy words, with less of anything else than of them.
  private static func isDummy(_ value: String) -> Bool {
    if ["p@ssw0rd", "passw0rd", "n/a", "..."].contains(value.lowercased()) { return true }
    let words = words(of: value)
    let letters = words.reduce(0) { $0 + $1.utf8.count }
    return words.allSatisfy { dummyWords.contains($0) } && letters > 0 && letters * 2 >= value.utf8.count
  }

  /// Whether a value repeats a few characters or counts up or down.
  private static func isMonotonous(_ value: String) -> Bool {
    let bytes = Array(value.utf8)
    var counts: [UInt8: Int] = [:]
    for byte in bytes { counts[byte, default: 0] += 1 }
    if counts.count == 1 || bytes.count >= 8 && counts.count < 5 { return true }
    if bytes.count >= 8, let most = counts.values.max(), most * 5 > bytes.count * 3 { return true }
    let steps = zip(bytes, bytes.dropFirst()).map { Int($1) - Int($0) }
    let rising = steps.count { $0 == 1 }
    let falling = steps.count { $0 == -1 }
    return bytes.count >= 5 && max(rising, falling) * 5 >= steps.count * 4
  }

  /// Lower-case runs of letters.
  private static func words(of value: String) -> [Substring] {
    value.lowercased().split { !$0.isLetter }
  }

  private static func isWrapped(_ value: String, _ start: String, _ end: String) -> Bool {
    value.utf8.count > 2 && value.hasPrefix(start) && value.hasSuffix(end)
  }

  private static func isUpper(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  private static let references = [
    "${", "$(", "{{", "#{", "<%", "op://", "vault:", "arn:", "ssm:", "sm://", "secretsmanager:", "file:", "env:",
    "encrypted:", "ENC(", "ENC[", "!Ref", "!Sub",
  ]
  private static let slotWords: Set<Substring> = [
    "your", "yours", "changeme", "changeit", "replaceme", "replace", "insert", "placeholder", "example", "sample",
    "dummy",
    "fake", "mock", "redacted", "removed", "masked", "todo", "tbd", "fixme",
  ]
  private static let dummyWords: Set<Substring> = [
    "abc", "access", "admin", "api", "app", "auth", "bar", "baz", "change", "client", "db", "default", "demo", "dev",
    "development", "empty", "enter", "false", "foo", "foobar", "guest", "here", "hidden", "hunter", "it", "key",
    "letmein", "local", "lorem", "me", "my", "nil", "no", "none", "null", "off", "on", "pass", "passwd",
    "password", "postgres", "private", "qwerty", "root", "secret", "some", "string", "stub", "super", "test", "testing",
    "the", "this", "token", "true", "undefined", "user", "username", "value", "yes",
  ]
}

extension String {
  /// Without white space at both ends.
  var trimmedOfBlanks: String {
    let start = drop { $0.isWhitespace }
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
  }
}
