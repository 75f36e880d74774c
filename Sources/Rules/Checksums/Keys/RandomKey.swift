/// DER with the structure of private keys and random numbers in it, for samples.
enum RandomKey {
  /// The structure that a PEM label names.
  static func der(_ label: String, using generator: inout some RandomNumberGenerator) -> [UInt8] {
    switch label {
    case "EC PRIVATE KEY": sec1(withCurve: true, using: &generator)
    case "DSA PRIVATE KEY":
      DER.element(.sequence, zero + [128, 20, 128, 128, 20].flatMap { number($0, using: &generator) })
    case "ENCRYPTED PRIVATE KEY":
      DER.element(
        .sequence,
        DER.element(.sequence, DER.element(.objectIdentifier, passwordBased))
          + DER.element(.octetString, generator.bytes(1232)))
    case "PRIVATE KEY": pkcs8(rsa, rsa(bits: 2048, using: &generator))
    default: rsa(bits: 2048, using: &generator)
    }
  }

  /// The structure whose base64 begins as the sample does: the first bytes give the length.
  static func der(like sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    switch sample.prefix(4).text {
    case "MHcC": sec1(withCurve: true, using: &generator)
    case "MIGH": pkcs8(ecP256, sec1(withCurve: false, using: &generator))
    case "MIIC": pkcs8(rsa, rsa(bits: 1024, using: &generator))
    case "MIIJ": pkcs8(rsa, rsa(bits: 4096, using: &generator))
    default: pkcs8(rsa, rsa(bits: 2048, using: &generator))
    }
  }

  /// RFC 8018, PBES2.
  private static let passwordBased: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0D]
  private static let curveP256: [UInt8] = DER.element(
    .objectIdentifier, [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07])
  private static let ecP256: [UInt8] =
    DER.element(.objectIdentifier, [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]) + curveP256
  private static let rsa: [UInt8] =
    DER.element(.objectIdentifier, [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]) + [0x05, 0x00]
  private static let zero = DER.element(.integer, [0])
  private static let one = DER.element(.integer, [1])

  private static func number(_ size: Int, using generator: inout some RandomNumberGenerator) -> [UInt8] {
    DER.element(.integer, [0x40] + generator.bytes(size - 1))
  }

  private static func rsa(bits: Int, using generator: inout some RandomNumberGenerator) -> [UInt8] {
    let (whole, half) = (bits / 8, bits / 16)
    let sizes = [whole, 3, whole, half, half, half, half, half]
    return DER.element(.sequence, zero + sizes.flatMap { number($0, using: &generator) })
  }

  private static func pkcs8(_ algorithm: [UInt8], _ key: [UInt8]) -> [UInt8] {
    DER.element(.sequence, zero + DER.element(.sequence, algorithm) + DER.element(.octetString, key))
  }

  /// An elliptic-curve key; PKCS#8 leaves the curve out, as its algorithm names it.
  private static func sec1(withCurve: Bool, using generator: inout some RandomNumberGenerator) -> [UInt8] {
    let secret = DER.element(.octetString, generator.bytes(32))
    let curve: [UInt8] = withCurve ? [0xA0, UInt8(curveP256.count)] + curveP256 : []
    let point: [UInt8] = [0xA1, 0x44, 0x03, 0x42, 0x00, 0x04] + generator.bytes(64)
    return DER.element(.sequence, one + secret + curve + point)
  }
}
