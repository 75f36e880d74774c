/// Formats that a value claims with its first characters, and that a check can refute.
public enum ClaimedFormat {
  private struct Claim: Sendable {
    let prefix: StaticString
    let checksum: Checksum
    /// Length of the whole value where the prefix alone claims too little; else any.
    var length: Int?
  }

  private static let claims: [Claim] =
    ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"].map { Claim(prefix: $0, checksum: .crc32Base62) }
    + ["cfut_", "cfat_"].map { Claim(prefix: $0, checksum: .crc32Cloudflare) }
    + ["ATATT3xFfGF0", "ATCTT3xFfG"].map { Claim(prefix: $0, checksum: .crc32Atlassian) }
    + ["pypi-AgEIcHlwaS5vcmc", "pypi-AgENdGVzdC5weXBpLm9yZw"].map { Claim(prefix: $0, checksum: .macaroon) }
    + [
      Claim(prefix: "npm_", checksum: .crc32Base62, length: 40),
      Claim(prefix: "cfk_", checksum: .crc32Cloudflare, length: 52),
      Claim(prefix: "ATBB", checksum: .crc32Atlassian, length: 36),
      Claim(prefix: "glsa_", checksum: .crc32Grafana), Claim(prefix: "zpka_", checksum: .crc32Zuplo),
      Claim(prefix: "sntrys_eyJ", checksum: .sentryOrg), Claim(prefix: "AGE-SECRET-KEY-1", checksum: .bech32),
    ]
  /// Lengths of Azure keys whose signature stands before their sum.
  private static let azureLengths = [44, 52, 56, 88]

  /// Whether the value claims a format and fails its check, so that it is a secret of no kind: a token with a wrong
  /// checksum, a JSON Web Token that is cut short or that nothing signs.
  public static func isRefuted(_ value: Span<UInt8>) -> Bool {
    let bytes = value.withUnsafeBufferPointer { Array($0) }
    if JSONWebToken.isClaimed(by: bytes) {
      return bytes.last == UInt8(ascii: ".") || JSONWebToken().judge(bytes) == .invalid
    }
    if azureLengths.contains(bytes.count), AzureIdentifiable().judge(bytes) == .invalid { return true }
    let claim = claims.first { bytes.starts(with: $0.prefix) && ($0.length ?? bytes.count) == bytes.count }
    return claim?.checksum.judge(bytes) == .invalid
  }
}
