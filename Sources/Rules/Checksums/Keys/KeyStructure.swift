import Findings

/// What a private key's bytes turned out to be.
struct KeyStructure: Equatable {
  /// Name of the format, such as `PKCS#8`.
  var format: String
  /// Such as `RSA`, when the bytes show it.
  var algorithm: String?
  var isEncrypted: Bool

  var details: [Detail] {
    var details = [Detail(name: "format", value: format), Detail(name: "encrypted", value: isEncrypted ? "yes" : "no")]
    if let algorithm, let detail = Detail.shown("algorithm", algorithm) { details.append(detail) }
    return details
  }

  /// Recognises any of the DER forms: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017), SEC 1 (RFC 5915), OpenSSL's DSA.
  init?(der bytes: [UInt8]) {
    var outer = DER(bytes[...])
    guard let contents = outer.next(.sequence) else { return nil }
    var fields = DER(contents)
    guard let version = fields.next(.integer) else {
      guard Self.isEncryptedPKCS8(contents) else { return nil }
      self.init(format: "PKCS#8", algorithm: nil, isEncrypted: true)
      return
    }
    guard version.count == 1, let number = version.first, number <= 1 else { return nil }
    var (forPKCS8, forSEC1) = (fields, fields)
    if let identifier = forPKCS8.next(.sequence), forPKCS8.next(.octetString)?.isEmpty == false {
      self.init(format: "PKCS#8", algorithm: Self.algorithm(identifier), isEncrypted: false)
    } else if let secret = forSEC1.next(.octetString), number == 1, (16...72).contains(secret.count) {
      self.init(format: "SEC 1", algorithm: "EC", isEncrypted: false)
    } else {
      var integers = 0
      while let integer = fields.next(.integer) { integers += integer.isEmpty ? 0 : 1 }
      guard integers >= 5 else { return nil }
      self.init(
        format: integers >= 8 ? "PKCS#1" : "OpenSSL", algorithm: integers >= 8 ? "RSA" : "DSA", isEncrypted: false)
    }
  }

  init(format: String, algorithm: String?, isEncrypted: Bool) {
    (self.format, self.algorithm, self.isEncrypted) = (format, algorithm, isEncrypted)
  }

  private static func isEncryptedPKCS8(_ contents: ArraySlice<UInt8>) -> Bool {
    var fields = DER(contents)
    guard let identifier = fields.next(.sequence) else { return false }
    var inner = DER(identifier)
    return inner.next(.objectIdentifier) != nil && (fields.next(.octetString)?.count ?? 0) >= 16
  }

  private static func algorithm(_ identifier: ArraySlice<UInt8>) -> String? {
    var fields = DER(identifier)
    return fields.next(.objectIdentifier).flatMap { names[Array($0)] }
  }

  /// Object identifiers of RFC 3279, RFC 5480 and RFC 8410.
  private static let names: [[UInt8]: String] = [
    [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]: "RSA",
    [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]: "EC",
    [0x2A, 0x86, 0x48, 0xCE, 0x38, 0x04, 0x01]: "DSA",
    [0x2B, 0x65, 0x6E]: "X25519", [0x2B, 0x65, 0x6F]: "X448",
    [0x2B, 0x65, 0x70]: "Ed25519", [0x2B, 0x65, 0x71]: "Ed448",
  ]
}
