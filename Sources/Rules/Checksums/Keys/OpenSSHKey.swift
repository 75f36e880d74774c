/// OpenSSH's own private-key container (PROTOCOL.key in OpenSSH's sources).
enum OpenSSHKey {
  private static let magic: StaticString = "openssh-key-v1\0"

  /// Reads cipher, key type and, without a cipher, the two check numbers that must be equal.
  static func structure(of bytes: [UInt8]) -> KeyStructure? {
    guard bytes.starts(with: magic) else { return nil }
    var fields = Fields(rest: bytes.dropFirst(magic.utf8CodeUnitCount))
    guard let cipher = fields.string(), fields.string() != nil, fields.string() != nil, let keys = fields.number(),
      (1...64).contains(keys), let publicKey = fields.string()
    else { return nil }
    for _ in 1..<keys where fields.string() == nil { return nil }
    guard let secret = fields.string(), secret.count >= 8 else { return nil }
    var publicFields = Fields(rest: publicKey)
    guard let type = publicFields.string() else { return nil }
    let isEncrypted = !cipher.elementsEqual("none".utf8)
    guard isEncrypted || secret.prefix(4).elementsEqual(secret.dropFirst(4).prefix(4)) else { return nil }
    return KeyStructure(format: "OpenSSH", algorithm: type.text, isEncrypted: isEncrypted)
  }

  /// An unprotected Ed25519 key of random bytes.
  static func made(using generator: inout some RandomNumberGenerator) -> [UInt8] {
    let type = string(Array("ssh-ed25519".utf8))
    let point = generator.bytes(32)
    let publicKey = type + string(point)
    let check = generator.bytes(4)
    let body = check + check + publicKey + string(generator.bytes(32) + point) + string(Array("key".utf8))
    let padding = (0..<(8 - body.count % 8) % 8).map { UInt8($0 + 1) }
    let none = string(Array("none".utf8))
    return magic.bytes + none + none + string([]) + [0, 0, 0, 1] + string(publicKey) + string(body + padding)
  }

  private static func string(_ bytes: [UInt8]) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: bytes.count >> (24 - 8 * $0)) } + bytes
  }

  private struct Fields {
    var rest: ArraySlice<UInt8>

    mutating func number() -> Int? {
      guard rest.count >= 4 else { return nil }
      defer { rest = rest.dropFirst(4) }
      return Int(rest.prefix(4).bigEndian)
    }

    mutating func string() -> ArraySlice<UInt8>? {
      guard let length = number(), length <= rest.count else { return nil }
      defer { rest = rest.dropFirst(length) }
      return rest.prefix(length)
    }
  }
}
