import Text

/// BIP-173 strings such as age keys: the last six symbols are a BCH checksum.
struct Bech32: SecretCheck {
  private static let symbols = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)

  func judge(_ secret: [UInt8]) -> ChecksumVerdict {
    let isMixed = secret.contains(where: \.isUppercase) && secret.contains(where: \.isLowercase)
    guard !isMixed, let parts = Self.parts(of: secret), parts.data.count > 6 else { return .invalid }
    return .agrees(Self.polymod(Self.expanded(parts.name) + parts.data) == 1)
  }

  func completed(_ sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    guard let parts = Self.parts(of: sample), parts.data.count > 6 else { return sample }
    let zeros = [UInt8](repeating: 0, count: 6)
    let sum = Self.polymod(Self.expanded(parts.name) + parts.data.dropLast(6) + zeros) ^ 1
    let isUpper = sample.contains(where: \.isUppercase)
    let tail = (0..<6).map { Self.symbols[Int(sum >> UInt32(25 - 5 * $0)) & 31] }
    return sample.dropLast(6) + tail.map { isUpper && $0.isLowercase ? $0 & 0xDF : $0 }
  }

  private static func parts(of secret: [UInt8]) -> (name: [UInt8], data: [UInt8])? {
    guard let separator = secret.lastIndex(of: UInt8(ascii: "1")), separator > 0 else { return nil }
    var data: [UInt8] = []
    for byte in secret[(separator + 1)...] {
      guard let value = symbols.firstIndex(of: byte.lowercased) else { return nil }
      data.append(UInt8(value))
    }
    return (secret[..<separator].map(\.lowercased), data)
  }

  private static func expanded(_ name: [UInt8]) -> [UInt8] { name.map { $0 >> 5 } + [0] + name.map { $0 & 31 } }

  private static func polymod(_ values: [UInt8]) -> UInt32 {
    let generators: [UInt32] = [0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3]
    return values.reduce(1) { sum, value in
      let top = sum >> 25
      return generators.enumerated().reduce((sum & 0x1FF_FFFF) << 5 ^ UInt32(value)) { sum, generator in
        top >> UInt32(generator.offset) & 1 == 1 ? sum ^ generator.element : sum
      }
    }
  }
}

/// Base58 with four bytes of a double SHA-256 at its end: Bitcoin's WIF and BIP-32 extended keys.
struct Base58Check: SecretCheck {
  func judge(_ secret: [UInt8]) -> ChecksumVerdict {
    guard let bytes = Base58.decode(secret), bytes.count > 4 else { return .invalid }
    return .agrees(Self.sum(of: Array(bytes.dropLast(4))).elementsEqual(bytes.suffix(4)))
  }

  func completed(_ sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    guard let format = Self.formats.first(where: { sample.starts(with: $0.start) }) else { return sample }
    var made = sample
    // The first character of a compressed WIF also depends on the key: K or L.
    for _ in 0..<64 {
      let payload = format.version + generator.bytes(format.length) + format.tail
      made = Base58.encode(payload + Self.sum(of: payload))
      if made.first == sample.first { break }
    }
    return made
  }

  private static func sum(of payload: [UInt8]) -> ArraySlice<UInt8> { sha256(sha256(payload)).prefix(4) }

  private struct Format {
    let start: StaticString
    let version: [UInt8]
    /// Random bytes after the version.
    let length: Int
    var tail: [UInt8] = []
  }

  private static let formats = [
    Format(start: "xprv", version: [0x04, 0x88, 0xAD, 0xE4], length: 74),
    Format(start: "yprv", version: [0x04, 0x9D, 0x78, 0x78], length: 74),
    Format(start: "zprv", version: [0x04, 0xB2, 0x43, 0x0C], length: 74),
    Format(start: "tprv", version: [0x04, 0x35, 0x83, 0x94], length: 74),
    Format(start: "5", version: [0x80], length: 32),
    Format(start: "K", version: [0x80], length: 32, tail: [1]),
    Format(start: "L", version: [0x80], length: 32, tail: [1]),
    Format(start: "9", version: [0xEF], length: 32),
    Format(start: "c", version: [0xEF], length: 32, tail: [1]),
  ]
}

/// BIP-39 mnemonics: 11 bits a word, the last bits are the start of the entropy's SHA-256.
struct Bip39: SecretCheck {
  private static let counts = [12, 15, 18, 21, 24]

  func judge(_ secret: [UInt8]) -> ChecksumVerdict {
    let words = secret.split(whereSeparator: \.isWhitespace)
    guard Self.counts.contains(words.count) else { return .invalid }
    var bits: [Bool] = []
    for word in words {
      guard let place = Bip39Words.index(of: word) else { return .invalid }
      bits += (0..<11).map { place >> (10 - $0) & 1 == 1 }
    }
    let entropyBits = words.count * 32 / 3
    let entropy = stride(from: 0, to: entropyBits, by: 8).map { start in
      bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
    }
    return .agrees(bits[entropyBits...].elementsEqual(Self.checksum(of: entropy)))
  }

  func completed(_ sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    let count = sample.split(whereSeparator: \.isWhitespace).count
    let entropy = generator.bytes((Self.counts.contains(count) ? count : 12) * 4 / 3)
    let bits = entropy.flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 == 1 } } + Self.checksum(of: entropy)
    let words = stride(from: 0, to: bits.count, by: 11).map { start in
      Bip39Words.all[bits[start..<start + 11].reduce(0) { $0 << 1 | ($1 ? 1 : 0) }]
    }
    return Array(words.joined(separator: " ".utf8))
  }

  private static func checksum(of entropy: [UInt8]) -> [Bool] {
    let first = sha256(entropy)[0]
    return (0..<entropy.count / 4).map { first >> (7 - $0) & 1 == 1 }
  }
}
