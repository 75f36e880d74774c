/// Starts that show what a value is although it looks random.
struct KnownStarts: Sendable {
  private let starts: [[UInt8]]

  init(_ starts: [String]) { self.starts = starts.map { Array($0.utf8) } }

  /// Length of the longest start that the value has, 0 for none.
  func longest(in value: Span<UInt8>) -> Int {
    var longest = 0
    for start in starts where start.count > longest && start.count <= value.count {
      if start.indices.allSatisfy({ start[$0] == value[$0] }) { longest = start.count }
    }
    return longest
  }

  /// Certificates, content hashes, ids and addresses: mostly no secrets, but some begin like keys do.
  static let publicMaterial = KnownStarts([
    "MIIC", "MIID", "MIIF", "age1", "urn:", "arn:", "http://", "https://", "data:", "npub1",
  ])

  /// The header of a JSON Web Signature: base64 of `{"`.
  static let tokenHeader = KnownStarts(["eyJ"])

  /// NTLM's third message.
  static let authenticateMessage = KnownStarts(["TlRMTVNTUAAD"])

  static let block = KnownStarts(["-----BEGIN"])

  /// What may be shown, or is reported by rules of its own: OpenSSH public keys, DER of SubjectPublicKeyInfo in base64,
  /// PEM blocks, subresource integrity and digests; crypt(3) schemes, Argon2, LDAP userPassword, Django;
  /// signatures of single requests; a regex.
  static let openValue = KnownStarts([
    "ssh-rsa", "ssh-dss", "ssh-ed25519", "ecdsa-sha2-", "sk-ssh-", "MIGb", "MIGf", "MIIBIjANBg", "MIICIjANBg", "MFkw",
    "MHYw",
    "MCow", "-----BEGIN", "sha1-", "sha256-", "sha384-", "sha512-", "sha256:", "sha256=", "AWS4-HMAC-", "Signature=",
    "SHA256:", "$1$", "$2a$",
    "$2b$", "$2y$",
    "$2x$", "$5$", "$6$", "$7$", "$y$", "$apr1$", "$argon2", "$pbkdf2", "$scrypt", "{SSHA", "{SHA", "{CRYPT}", "{MD5}",
    "{bcrypt}", "pbkdf2_", "pbkdf2:", "scrypt:", "sha1$", "sha256$", "md5$", "bcrypt$", "SCRAM-SHA", "^(?",
    // LDAP schemes in base64, as LDIF writes them; NTLM's first message and the server's challenge (MS-NLMP, 2.2.1).
    "e1NTSEF", "e1NIQ", "e2NyeXB0fW", "e0NSWVBUfW", "e01ENX", "TlRMTVNTUAAB", "TlRMTVNTUAAC",
    // PEM certificates and public keys in base64 once more.
    "LS0tLS1CRUdJTiBDRVJU", "LS0tLS1CRUdJTiBQVUJM",
  ])
}
