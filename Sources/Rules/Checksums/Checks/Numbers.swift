import Text

/// The Luhn check digit (ISO/IEC 7812-1) over the digits; blanks and dashes between them do not count.
struct Luhn: SecretCheck {
  func judge(_ secret: [UInt8]) -> ChecksumVerdict {
    let digits = secret.filter(\.isDigit)
    let others = secret.filter { !$0.isDigit && $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-") }
    return .agrees(digits.count > 1 && others.isEmpty && Self.sum(of: digits) == 0)
  }

  func completed(_ sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    guard let last = sample.lastIndex(where: \.isDigit) else { return sample }
    var made = sample
    made[last] = UInt8(ascii: "0")
    made[last] += UInt8((10 - Self.sum(of: made.filter(\.isDigit))) % 10)
    return made
  }

  private static func sum(of digits: [UInt8]) -> Int {
    let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
      let value = Int(digit.element - UInt8(ascii: "0")) << (digit.offset & 1)
      return (sum + (value > 9 ? value - 9 : value)) % 10
    }
    return sum
  }
}

/// A UUID of RFC 9562 whose version says that it is random: 4, or 7 with its leading time.
struct RandomUUID: SecretCheck {
  private static let dashes = [8, 13, 18, 23]

  func judge(_ secret: [UInt8]) -> ChecksumVerdict {
    guard let digits = Self.digits(of: secret) else { return .invalid }
    let isRandom = digits[12] == UInt8(ascii: "4") || digits[12] == UInt8(ascii: "7")
    return .agrees(isRandom && "89abAB".utf8.contains(digits[16]))
  }

  func completed(_ sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    guard Self.digits(of: sample) != nil else { return sample }
    let hasDashes = sample.suffix(36).dropFirst(8).first == UInt8(ascii: "-") && sample.count >= 36
    let start = sample.count - (hasDashes ? 36 : 32)
    var made = sample
    made[start + (hasDashes ? 14 : 12)] = UInt8(ascii: "4")
    made[start + (hasDashes ? 19 : 16)] = generator.characters(1, of: "89")[0]
    return made
  }

  /// A new random UUID in lower case.
  static func make(using generator: inout some RandomNumberGenerator) -> [UInt8] {
    var digits = generator.characters(36, of: Alphabet.lowerHex)
    for place in dashes { digits[place] = UInt8(ascii: "-") }
    return RandomUUID().completed(digits, using: &generator)
  }

  /// The 32 digits at the end of a secret, with or without dashes between the groups.
  private static func digits(of secret: [UInt8]) -> [UInt8]? {
    let tail = Array(secret.suffix(36))
    if tail.count == 36, dashes.allSatisfy({ tail[$0] == UInt8(ascii: "-") }) {
      let digits = tail.filter { $0 != UInt8(ascii: "-") }
      return digits.count == 32 && digits.allSatisfy(\.isHexDigit) ? digits : nil
    }
    let digits = Array(secret.suffix(32))
    return digits.count == 32 && digits.allSatisfy(\.isHexDigit) ? digits : nil
  }
}
