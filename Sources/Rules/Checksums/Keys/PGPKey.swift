/// OpenPGP private keys: the first packet of the armored data (RFC 9580).
enum PGPKey {
  /// Reads a secret-key packet and, as far as the public part is understood, whether a passphrase protects it.
  static func structure(of bytes: [UInt8]) -> KeyStructure? {
    guard let body = firstSecretKey(in: bytes), let version = body.first, (3...6).contains(version) else { return nil }
    let usage = secretUsage(body, version)
    // Usage 0 is the plain key; an unknown algorithm leaves the question open and is taken as plain.
    return KeyStructure(format: "OpenPGP", algorithm: nil, isEncrypted: (usage ?? 0) != 0)
  }

  /// Random bytes after the head of an unprotected EdDSA key.
  static func made(using generator: inout some RandomNumberGenerator) -> [UInt8] {
    let curve: [UInt8] = [9, 0x2B, 0x06, 0x01, 0x04, 0x01, 0xDA, 0x47, 0x0F, 0x01]
    let publicPart = [4] + generator.bytes(4) + [22] + curve + [0x01, 0x07, 0x40] + generator.bytes(32)
    let body = publicPart + [0, 0x01, 0x00, 0x80] + generator.bytes(31 + 2)
    return [0xC5, UInt8(body.count)] + body
  }

  /// The body of the first packet when its tag says secret key or secret subkey.
  private static func firstSecretKey(in bytes: [UInt8]) -> ArraySlice<UInt8>? {
    guard bytes.count > 6, bytes[0] & 0x80 != 0 else { return nil }
    let isNew = bytes[0] & 0x40 != 0
    let tag = isNew ? bytes[0] & 0x3F : bytes[0] >> 2 & 0x0F
    guard tag == 5 || tag == 7 else { return nil }
    let (size, length): (Int, Int)
    if isNew {
      switch bytes[1] {
      case 0..<192: (size, length) = (1, Int(bytes[1]))
      case 192..<224: (size, length) = (2, (Int(bytes[1]) - 192) << 8 + Int(bytes[2]) + 192)
      case 255: (size, length) = (4 + 1, Int(bytes[2..<6].bigEndian))
      default: return nil
      }
    } else {
      let kind = Int(bytes[0] & 3)
      guard kind < 3 else { return nil }
      size = 1 << kind
      length = Int(bytes[1..<1 + size].bigEndian)
    }
    let body = bytes.dropFirst(1 + size)
    return length > 0 && length <= body.count ? body.prefix(length) : nil
  }

  /// The octet after the public key that says how the secret part is protected.
  private static func secretUsage(_ body: ArraySlice<UInt8>, _ version: UInt8) -> UInt8? {
    var rest = body.dropFirst(version == 3 ? 7 : 5)
    guard let algorithm = rest.popFirst() else { return nil }
    if version >= 5 { rest = rest.dropFirst(4) }
    switch algorithm {
    case 1, 2, 3: skipNumbers(2, &rest)
    case 16: skipNumbers(3, &rest)
    case 17: skipNumbers(4, &rest)
    case 18, 19, 22:
      rest = rest.dropFirst(1 + Int(rest.first ?? 0))
      skipNumbers(1, &rest)
      if algorithm == 18 { rest = rest.dropFirst(1 + Int(rest.first ?? 0)) }
    case 25, 27: rest = rest.dropFirst(32)
    default: return nil
    }
    return rest.first
  }

  /// Skips multiprecision integers: two bytes with the number of bits, then the number.
  private static func skipNumbers(_ count: Int, _ rest: inout ArraySlice<UInt8>) {
    for _ in 0..<count { rest = rest.dropFirst(2 + (Int(rest.prefix(2).bigEndian) + 7) / 8) }
  }
}
