import Text

/// Private keys of every kind: PEM blocks, PuTTY files, and base64 of DER or of a PEM block.
///
/// A key that a passphrase protects agrees too, with the detail `encrypted: yes`.
struct PrivateKey: SecretCheck {
  /// Magic number of ssh.com's private keys.
  private static let ssh2Magic: [UInt8] = [0x3F, 0x6F, 0xF9, 0xEB]

  func judge(_ secret: [UInt8]) -> ChecksumVerdict { judge(secret, isInner: false) }

  private func judge(_ secret: [UInt8], isInner: Bool) -> ChecksumVerdict {
    if secret.starts(with: "PuTTY-User-Key-File-") { return PuTTYKey.judge(secret) }
    if let pem = PEMText(secret) {
      return Self.structure(of: pem).map { .valid($0.details) } ?? .invalid
    }
    let symbols = PEMText.unescaped(secret[...]).filter { !$0.isWhitespace }
    guard !isInner, let bytes = Base64.decode(symbols, .either) else { return .invalid }
    if bytes.firstRange(of: "-----BEGIN ") != nil { return judge(bytes, isInner: true) }
    return KeyStructure(der: bytes).map { .valid($0.details) } ?? .invalid
  }

  private static func structure(of pem: PEMText) -> KeyStructure? {
    guard pem.label.contains("PRIVATE") else { return nil }
    return structure(of: pem, pem.symbols) ?? pem.framedSymbols.flatMap { structure(of: pem, $0) }
  }

  private static func structure(of pem: PEMText, _ symbols: [UInt8]) -> KeyStructure? {
    // A lone last character encodes nothing.
    let bytes = Base64.decode(symbols.count % 4 == 1 ? symbols.dropLast() : symbols[...]) ?? []
    guard bytes.count >= 24 else { return nil }
    if pem.label.contains("PGP") {
      if let sum = pem.armorSum, Base64.decode(sum)?.bigEndian != UInt64(CRC.openPGP(bytes)) { return nil }
      return PGPKey.structure(of: bytes)
    }
    if pem.saysEncrypted {
      // Block ciphers leave whole blocks of eight or sixteen bytes, and no pattern; the shortest key takes about 120 bytes.
      guard bytes.count >= 96, bytes.count % 8 == 0, Set(bytes).count > 16 else { return nil }
      return KeyStructure(
        format: "OpenSSL", algorithm: pem.label.split(separator: " ").first.map(String.init), isEncrypted: true)
    }
    if pem.label.contains("SSH2") {
      return bytes.starts(with: ssh2Magic) ? KeyStructure(format: "SSH2", algorithm: nil, isEncrypted: true) : nil
    }
    return OpenSSHKey.structure(of: bytes) ?? KeyStructure(der: bytes)
  }

  func completed(_ sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    if sample.starts(with: "PuTTY-User-Key-File-") { return PuTTYKey.made(like: sample, using: &generator) }
    if let pem = PEMText(sample), let begin = sample.firstRange(of: "BEGIN ") {
      return sample[..<begin.lowerBound].filter { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: " ") }
        + Self.block(pem, using: &generator)
    }
    if sample.starts(with: "LS0t") {
      let key = Self.lines(RandomKey.der("PRIVATE KEY", using: &generator))
      return Base64.encode(Array("-----BEGIN PRIVATE KEY-----\n\(key)\n-----END PRIVATE KEY-----\n".utf8))
    }
    return Base64.encode(RandomKey.der(like: sample, using: &generator))
  }

  /// The block of a sample's label from the word `BEGIN` on.
  private static func block(_ pem: PEMText, using generator: inout some RandomNumberGenerator) -> [UInt8] {
    let dashes = pem.label.contains("SSH2") ? " ----" : "-----"
    var (head, tail) = ("", "")
    let bytes: [UInt8]
    if pem.label.contains("PGP") {
      bytes = PGPKey.made(using: &generator)
      let sum = CRC.openPGP(bytes)
      head = "\n"
      tail = "=" + Base64.encode([16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> $0) }).text + "\n"
    } else if pem.saysEncrypted {
      head =
        "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,\(generator.characters(32, of: "0123456789ABCDEF").text)\n\n"
      bytes = generator.bytes(608)
    } else if pem.label.contains("SSH2") {
      bytes = ssh2Magic + generator.bytes(300)
    } else if pem.label.contains("OPENSSH") {
      bytes = OpenSSHKey.made(using: &generator)
    } else {
      bytes = RandomKey.der(pem.label, using: &generator)
    }
    let begin = "BEGIN \(pem.label)\(dashes)\n\(head)\(lines(bytes))\n\(tail)"
    return Array((begin + (dashes == "-----" ? dashes : "---- ") + "END \(pem.label)\(dashes)").utf8)
  }

  private static func lines(_ bytes: [UInt8]) -> String {
    let symbols = Base64.encode(bytes)
    return stride(from: 0, to: symbols.count, by: 64).map { symbols[$0...].prefix(64).text }.joined(separator: "\n")
  }
}
