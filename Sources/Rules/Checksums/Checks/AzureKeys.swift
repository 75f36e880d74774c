import Text

/// Azure keys that carry a four-character signature and a Marvin-32 (microsoft/security-utilities, `IdentifiableMetadata.cs`).
struct AzureIdentifiable: SecretCheck {
  func judge(_ secret: [UInt8]) -> ChecksumVerdict {
    guard let signature = Self.signature(of: secret), let seeds = Self.seeds(of: signature) else { return .unknown }
    guard let bytes = Base64.decode(secret, .either), bytes.count > 4 else { return .invalid }
    let stored = bytes.suffix(4).reversed().bigEndian
    if seeds.contains(where: { UInt64(marvin32(bytes.dropLast(4), seed: $0)) == stored }) { return .valid([]) }
    // Redis keys may contain replaced characters, so that a sum which disagrees proves nothing.
    return signature == "AzCa" ? .unknown : .invalid
  }

  func completed(_ sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    guard let signature = Self.signature(of: sample), let seed = Self.seeds(of: signature)?.first,
      let bytes = Base64.decode(sample, .either), bytes.count > 4
    else { return sample }
    let covered = bytes.dropLast(4)
    let sum = marvin32(covered, seed: seed)
    let isURL = sample.contains { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    let stored = (0..<4).map { UInt8(truncatingIfNeeded: sum >> (8 * $0)) }
    return Base64.encode(
      covered + stored, isURL || signature == "AzFu" ? .url : .standard, padded: sample.last == UInt8(ascii: "="))
  }

  /// The characters before the six that encode the sum.
  private static func signature(of secret: [UInt8]) -> String? {
    var text = secret[...]
    while text.last == UInt8(ascii: "=") { text.removeLast() }
    return text.count >= 10 ? text.suffix(10).prefix(4).text : nil
  }

  /// Eight ASCII letters, read as a big-endian number.
  private static func seeds(of signature: String) -> [UInt64]? {
    seedNames[signature]?.map { $0.utf8.reduce(0) { $0 << 8 | UInt64($1) } }
  }

  private static let messagingSeeds = ["Send0000", "Listen00", "Manage00", "System00", "Unknown0"]
  private static let seedNames: [String: [String]] = [
    "+ASt": ["Default0"], "+ABa": ["AbAcct00"], "+ACR": ["ACRDflt0"], "AzCa": ["Access00"],
    "ACDb": ["MastRW00", "MastRO00", "Resour00", "SysAll00", "SystRW00", "SystRO00", "Encryp00"],
    "AzFu": ["Functi00", "System00", "Master00"], "AzSe": ["Query000", "PAdmin00"],
    "+ASb": messagingSeeds, "+AEh": messagingSeeds, "+ARm": messagingSeeds,
    "AIoT": ["IoTHub00", "DpsKey00", "Device00"], "APIM": ["Tenant00", "IoTHub00", "Gatewy00", "GitKey00"],
    "+AMC": ["Classic0"],
  ]
}

/// Entra client secrets with `8Q~`: three characters of an encoded Marvin-32 are at the end.
///
/// Known from Microsoft's code but not confirmed on a live secret, so a sum that disagrees proves nothing.
struct AzureEntra: SecretCheck {
  private static let seed: UInt64 = 0x4161_6450_7764_3030
  private static let symbols = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890.-_~".utf8)

  func judge(_ secret: [UInt8]) -> ChecksumVerdict {
    guard secret.count > 6, secret[3...].starts(with: "8Q~") else { return .unknown }
    let digits = Self.digits(of: marvin32(secret.dropLast(3), seed: Self.seed))
    // The order of the digits is not published; either is unlikely enough to come up by chance.
    let agrees = [digits, digits.reversed()].contains { $0.prefix(3).elementsEqual(secret.suffix(3)) }
    return agrees ? .valid([]) : .unknown
  }

  func completed(_ sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    guard sample.count > 6, sample[3...].starts(with: "8Q~") else { return sample }
    let covered = Array(sample.dropLast(3))
    return covered + Self.digits(of: marvin32(covered, seed: Self.seed)).prefix(3)
  }

  private static func digits(of sum: UInt32) -> [UInt8] {
    var rest = Int(sum)
    let digits = (0..<6).map { _ in
      defer { rest /= symbols.count }
      return symbols[rest % symbols.count]
    }
    return digits.reversed()
  }
}

/// Common annotated security keys (`JQQJ99`): a Marvin-32 over the first 60 bytes.
///
/// The samples at hand were synthetic and did not agree, so this check only raises confidence.
struct AzureCask: SecretCheck {
  private static let seed: UInt64 = 0x4465_6661_756C_7430

  func judge(_ secret: [UInt8]) -> ChecksumVerdict {
    guard let sums = Self.sums(of: secret) else { return .unknown }
    return sums.contains { secret[80...].elementsEqual($0) } ? .valid([]) : .unknown
  }

  func completed(_ sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    guard let sum = Self.sums(of: sample)?.first else { return sample }
    return sample[..<80] + sum
  }

  /// The sum in its newer base62 form and in the older base64 form.
  private static func sums(of secret: [UInt8]) -> [[UInt8]]? {
    guard secret.count == 84 || secret.count == 88, let bytes = Base64.decode(secret[..<80], .either) else {
      return nil
    }
    let sum = marvin32(bytes, seed: seed)
    let littleEndian = (0..<4).map { UInt8(truncatingIfNeeded: sum >> (8 * $0)) }
    let significant = Digits.base62(sum.byteSwapped, width: 6).drop { $0 == UInt8(ascii: "0") }
    let padded = significant + [UInt8](repeating: UInt8(ascii: "0"), count: 6 - significant.count)
    return secret.count == 84
      ? [Array(padded.prefix(4)), Base64.encode(littleEndian.prefix(3))]
      : [padded + Array("==".utf8), Base64.encode(littleEndian)]
  }
}

/// Azure DevOps tokens of 52 base32 characters: a CRC-32 is spread over four of the 32 bytes (Microsoft's code).
struct AzureDevOps: SecretCheck {
  private static let userKey: UInt32 = 0xE0B9_692D
  private static let applicationKey: UInt32 = 0x1019_F92E

  func judge(_ secret: [UInt8]) -> ChecksumVerdict {
    guard secret.count == 52, let bytes = Base32.decode(secret), bytes.count == 32 else { return .invalid }
    let stored = UInt32(bytes[2]) << 24 | UInt32(bytes[7]) << 16 | UInt32(bytes[8]) << 8 | UInt32(bytes[22])
    let key = CRC.crc32(Self.covered(bytes)) ^ stored
    return .agrees(key == Self.userKey || key == Self.applicationKey)
  }

  func completed(_ sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    guard sample.count == 52, var bytes = Base32.decode(sample), bytes.count == 32 else { return sample }
    let sum = CRC.crc32(Self.covered(bytes)) ^ Self.userKey
    for (shift, place) in [(24, 2), (16, 7), (8, 8), (0, 22)] {
      bytes[place] = UInt8(truncatingIfNeeded: sum >> UInt32(shift))
    }
    return Base32.encode(bytes, upperCase: false)
  }

  private static func covered(_ bytes: [UInt8]) -> [UInt8] {
    Array(bytes[0..<2] + bytes[3..<7] + bytes[9..<22] + bytes[23..<32])
  }
}
