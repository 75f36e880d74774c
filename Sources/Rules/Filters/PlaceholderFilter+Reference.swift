import Text

extension PlaceholderFilter {
  private static let schemes: [StaticString] = [
    "ENC(", "ENC[", "!Ref", "!Sub", "!GetAtt", "!ImportValue", "!vault", "arn:aws", "vault:", "vault://", "op://",
    "ssm:",
    "ssm://", "secretsmanager:", "secretsmanager://", "awssm://", "gcpsm://", "azurekeyvault://", "keyring:", "sops:",
    "file:", "env:", "env://", "fd:", "classpath:", "ref+", "@Microsoft.KeyVault(", "$env:", "secret://", "doppler://",
  ]

  /// `$NAME`, `${NAME:-x}`, `{{ name }}`, `%NAME%`, `vault:path` and other ways to name where a value comes from.
  static func isReference(_ value: Span<UInt8>, _ present: BytesPresent) -> Bool {
    let last = value.count - 1
    guard last > 0 else { return false }
    let ends = (value[0], value[last])
    switch ends.0 {
    case UInt8(ascii: "$"): if isVariable(value.extracting(1...)) { return true }
    case UInt8(ascii: "%"): if isFormat(value) { return true }
    case UInt8(ascii: "0") where present.contains("%") && isConversions(value): return true
    case UInt8(ascii: "@") where ends.1 == UInt8(ascii: "@"), UInt8(ascii: "[") where ends.1 == UInt8(ascii: "]"),
      UInt8(ascii: "{") where ends.1 == UInt8(ascii: "}"):
      if isName(value.extracting(1..<last)) { return true }
    case UInt8(ascii: "_") where value.count > 4 && value.starts(with: "__") && value.ends(with: "__"):
      return value.isIdentifier
    default: break
    }
    if present.contains(":") || present.contains("(") || present.contains("!") || present.contains("+")
      || present.contains("["),
      value.startsWithAny(schemes)
    {
      return true
    }
    return (present.contains("}") || present.contains(">") || present.contains(")")) && containsInterpolation(value)
  }

  /// What follows a `$`: a name of words, an index, or a call.
  private static func isVariable(_ rest: Span<UInt8>) -> Bool {
    if rest.isWordyIdentifier || (rest[0] == UInt8(ascii: "(") && rest[rest.count - 1] == UInt8(ascii: ")")) {
      return true
    }
    var end = 0
    while end < rest.count, rest[end].isDigit { end += 1 }
    if end == rest.count, end < 3 { return true }
    // `$config['x']`, `$this->token`
    while end < rest.count, rest[end].isLetter || rest[end] == UInt8(ascii: "_") { end += 1 }
    let isAccess = rest.matches("->", at: end) || rest.matches("[", at: end) || rest.matches("::", at: end)
    // `$SCHEME://$HOST`, Perl's `$_[0]`
    if rest.matches("://", at: end) || rest.starts(with: "_[") { return true }
    return end > 1 && (isAccess || isSubject(rest))
  }

  /// Words and numbers with dots between them: `$JS.ACK.orders.1.7`.
  private static func isSubject(_ rest: Span<UInt8>) -> Bool {
    var (start, dots) = (0, 0)
    for index in 0...rest.count where index == rest.count || rest[index] == UInt8(ascii: ".") {
      let part = rest.extracting(start..<index)
      guard part.isWordyIdentifier || isNumber(part) else { return false }
      if index < rest.count { dots += 1 }
      start = index + 1
    }
    return dots >= 2
  }

  private static func isNumber(_ text: Span<UInt8>) -> Bool {
    for index in text.indices where !text[index].isDigit { return false }
    return !text.isEmpty
  }

  /// `%NAME%`, `%s`, `%(name)s`, `%{name}`.
  private static func isFormat(_ value: Span<UInt8>) -> Bool {
    let last = value.count - 1
    if value.count == 2 { return value[1].isLetter }
    if isConversions(value) { return true }
    if value[last] == UInt8(ascii: "%") { return isName(value.extracting(1..<last)) }
    return (value[1] == UInt8(ascii: "(") && value.contains(")"))
      || (value[1] == UInt8(ascii: "{") && value[last] == UInt8(ascii: "}"))
  }

  /// Conversions of printf and marks between them: `%016llx`, `0x%.8lx:%d`.
  private static func isConversions(_ value: Span<UInt8>) -> Bool {
    var (index, conversions) = (0, 0)
    while index < value.count {
      if value.matches("0x", at: index) { index += 2 }
      guard index < value.count else { return conversions > 0 }
      if value[index] == UInt8(ascii: "%") {
        index += 1
        while index < value.count, isConversionFlag(value[index]) { index += 1 }
        guard index < value.count, value[index].isLetter else { return false }
        conversions += 1
      } else if value[index].isLetterOrDigit {
        return false
      }
      index += 1
    }
    return conversions > 0
  }

  /// Flags, width, precision and length of a conversion.
  private static func isConversionFlag(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "#"), UInt8(ascii: "."), UInt8(ascii: "*"), UInt8(ascii: "-"), UInt8(ascii: "+"), 0x20,
      UInt8(ascii: "l"), UInt8(ascii: "h"), UInt8(ascii: "z"), UInt8(ascii: "j"), UInt8(ascii: "q"):
      true
    default: byte.isDigit
    }
  }

  /// A name of words, which may contain dots, dashes and blanks; or a small number.
  private static func isName(_ text: Span<UInt8>) -> Bool {
    guard !text.isEmpty, text.count <= 64 else { return false }
    var start = 0
    for index in 0...text.count {
      if index < text.count {
        let byte = text[index]
        guard byte == 0x20 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") else { continue }
      }
      let part = text.extracting(start..<index)
      guard part.isEmpty || part.isWordyIdentifier || isSmallNumber(part) else { return false }
      start = index + 1
    }
    return true
  }

  private static func isSmallNumber(_ text: Span<UInt8>) -> Bool {
    text.count <= 3 && isNumber(text)
  }

  /// Whether part of the value is filled in when the program runs.
  private static func containsInterpolation(_ value: Span<UInt8>) -> Bool {
    contains(value, "${", "}") || contains(value, "{{", "}}") || contains(value, "#{", "}")
      || contains(value, "<%", "%>")
      || contains(value, "$((", "))")
  }

  private static func contains(_ value: Span<UInt8>, _ opening: StaticString, _ closing: StaticString) -> Bool {
    guard let start = value.firstIndex(of: opening) else { return false }
    let inside = start + opening.utf8CodeUnitCount
    guard let end = value.firstIndex(of: closing, from: inside), end > inside else { return false }
    var letters = 0
    for index in inside..<end where value[index].isLetter { letters += 1 }
    // A random value contains such a pair of brackets once in a while, but not around a word.
    return letters >= 1 && (letters * 2 >= end - inside || start == 0)
  }
}
