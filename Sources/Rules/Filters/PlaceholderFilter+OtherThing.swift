import Text

/// Paths, addresses, versions, dates, colours, public keys, images: things that only look like values.
extension PlaceholderFilter {
  /// What public keys, digests, images and media types begin with.
  static let beginnings: [StaticString] = [
    "sha1-", "sha256-", "sha384-", "sha512-", "sha256:", "sha512:", "ssh-rsa ", "ssh-ed25519 ", "ssh-dss ",
    "ecdsa-sha2-",
    "-----BEGIN PUBLIC", "-----BEGIN RSA PUBLIC", "-----BEGIN CERTIFICATE", "age1", "pk_live_", "pk_test_",
    "data:image",
    "data:font", "data:application", "iVBORw0KGgo", "/9j/4AAQ", "R0lGODlh", "R0lGODdh", "PHN2Zy", "d09GR", "UklGR",
    "text/", "application/", "image/",
    // ECDSA signatures in DER (RFC 3279, section 2.2.3).
    "MEUCI", "MEYCI", "MEQCI",
  ]

  /// `/usr/bin`, `../x`, `~/x`, `C:\x`, `a/b/c.txt`: at least one separator and nothing but names of words between; only
  /// the file in a folder of words may have any short name, as `/dev/snd/hwC0D2` has.
  static func isPath(_ value: Span<UInt8>) -> Bool {
    guard value.count <= 256 else { return false }
    var (start, separators) = (0, 0)
    for index in 0...value.count {
      if index < value.count, value[index] != UInt8(ascii: "/"), value[index] != UInt8(ascii: "\\") { continue }
      if index < value.count { separators += 1 }
      let part = value.extracting(start..<index)
      let isFile = index == value.count && separators >= 3 && value[0] == UInt8(ascii: "/") && part.count <= 12
      guard isPathPart(part) || isFile && (part.isIdentifier || isHexadecimal(part)) else { return false }
      start = index + 1
    }
    return separators > 0
  }

  private static func isPathPart(_ part: Span<UInt8>) -> Bool {
    var start = 0
    if part.count == 2, part[0].isLetter, part[1] == UInt8(ascii: ":") { return true }
    for index in 0...part.count {
      if index < part.count {
        let byte = part[index]
        guard
          byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "~") || byte == 0x20
            || byte == UInt8(ascii: "@") || byte == UInt8(ascii: "*")
        else { continue }
      }
      let word = part.extracting(start..<index)
      guard word.isEmpty || word.isWordyIdentifier || isShortNumber(word) else { return false }
      start = index + 1
    }
    return true
  }

  private static func isHexadecimal(_ text: Span<UInt8>) -> Bool { text.indices.allSatisfy { text[$0].isHexDigit } }

  private static func isShortNumber(_ text: Span<UInt8>) -> Bool {
    for index in text.indices where !text[index].isDigit { return false }
    return text.count <= 4
  }

  /// A URL without a login, or with a user alone; its query is judged by the rules for query strings.
  static func isURL(_ value: Span<UInt8>) -> Bool {
    guard let mark = value.firstIndex(of: "://"), mark > 1, mark < 20 else { return false }
    for index in 0..<mark {
      let byte = value[index]
      guard byte.isLetterOrDigit || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      else { return false }
    }
    return !value.contains("@") || value.contains(":@")
  }

  static func isMailAddress(_ value: Span<UInt8>) -> Bool {
    guard let mark = value.firstIndex(of: "@"), mark > 0, !value.extracting((mark + 1)...).contains("@") else {
      return false
    }
    var (dot, index) = (0, mark + 1)
    while index < value.count {
      let byte = value[index]
      guard byte.isLetterOrDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") else { return false }
      if byte == UInt8(ascii: ".") { dot = index }
      index += 1
    }
    guard dot > mark + 2, (2...6).contains(value.count - dot - 1) else { return false }
    for index in (dot + 1)..<value.count where !value[index].isLowercase { return false }
    for index in 0..<mark {
      let byte = value[index]
      guard
        byte.isLetterOrDigit || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
          || byte == UInt8(ascii: "+")
      else { return false }
    }
    return true
  }

  /// `^5.0.0 || ^6.0.2`, `~> 7.1`
  static func isVersionRange(_ value: Span<UInt8>) -> Bool {
    // As Yarn writes them, with where the package comes from.
    let start = value.starts(with: "npm:") ? 4 : 0
    guard value.count >= start + 4, value[start] == UInt8(ascii: "^") || value[start] == UInt8(ascii: "~") else {
      return false
    }
    for index in start..<value.count {
      switch value[index] {
      case UInt8(ascii: "^"), UInt8(ascii: "~"), UInt8(ascii: "."), UInt8(ascii: "|"), UInt8(ascii: "<"),
        UInt8(ascii: ">"), UInt8(ascii: "="), UInt8(ascii: "*"), UInt8(ascii: "x"), 0x20:
        continue
      default: guard value[index].isDigit else { return false }
      }
    }
    return true
  }

  /// `1:4.13+dfsg1-1`: a Debian version, with an epoch or two numbers at the start.
  static func isPackageVersion(_ value: Span<UInt8>) -> Bool {
    var (end, marks) = (0, 0)
    while end < value.count, value[end].isDigit || value[end] == UInt8(ascii: ".") || value[end] == UInt8(ascii: ":") {
      if !value[end].isDigit { marks += 1 }
      end += 1
    }
    guard marks > 0, end > 2, end + 1 < value.count, value[0].isDigit,
      value[end] == UInt8(ascii: "+") || value[end] == UInt8(ascii: "-") || value[end] == UInt8(ascii: "~")
    else { return false }
    for index in end..<value.count {
      let byte = value[index]
      guard
        byte.isDigit || byte.isLowercase || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "+")
          || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "~")
      else { return false }
    }
    return true
  }

  /// `Ada Lovelace <ada@acme.io>`, and without the name.
  static func isPerson(_ value: Span<UInt8>) -> Bool {
    guard value[value.count - 1] == UInt8(ascii: ">"), let start = value.firstIndex(of: "<") else { return false }
    return start + 2 < value.count && isMailAddress(value.extracting((start + 1)..<(value.count - 1)))
  }

  /// IP and MAC addresses, versions, dates and times: groups of digits with at least two separators.
  static func isNumeric(_ value: Span<UInt8>) -> Bool {
    guard value.count >= 5, value.count <= 45 else { return false }
    if isObjectIdentifier(value) || isStatusCode(value) { return true }
    let start = value[0] == UInt8(ascii: "v") ? 1 : 0
    var (colons, others, hex, group) = (0, 0, false, 0)
    for index in start..<value.count {
      let byte = value[index]
      if byte.isHexDigit {
        hex = hex || !byte.isDigit
        group += 1
        guard group <= 4 else { return false }
        continue
      }
      group = 0
      switch byte {
      case UInt8(ascii: ":"): colons += 1
      case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: " "), UInt8(ascii: "T"),
        UInt8(ascii: "Z"):
        others += 1
      default: return false
      }
    }
    return hex ? colons >= 5 || (colons >= 2 && others == 0) : colons + others >= 2
  }

  /// `0xC000006A`: 32 bits are a code or a mask, and too few for a key.
  private static func isStatusCode(_ value: Span<UInt8>) -> Bool {
    value.count <= 10 && value[0] == UInt8(ascii: "0") && value[1].lowercased == UInt8(ascii: "x")
      && (2..<value.count).allSatisfy { value[$0].isHexDigit }
  }

  /// `1.2.840.113549.1.9.7`
  private static func isObjectIdentifier(_ value: Span<UInt8>) -> Bool {
    var dots = 0
    for index in value.indices {
      if value[index] == UInt8(ascii: ".") { dots += 1 } else if !value[index].isDigit { return false }
    }
    return dots >= 3
  }

  static func isColour(_ value: Span<UInt8>) -> Bool {
    guard value[0] == UInt8(ascii: "#"), value.count == 4 || value.count == 7 || value.count == 9 else { return false }
    for index in 1..<value.count where !value[index].isHexDigit { return false }
    return true
  }
}
