/// Formats that a value claims with its first characters, and that a check can refute.
public enum ClaimedFormat {
  private struct Claim: Sendable {
    let prefix: StaticString
    let checksum: Checksum
  }

  /// Prefixes that nothing else begins with, of formats whose check is sure.
  private static let claims: [Claim] =
    ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"].map { Claim(prefix: $0, checksum: .crc32Base62) }
    + ["cfut_", "cfat_"].map { Claim(prefix: $0, checksum: .crc32Cloudflare) }
    + ["ATATT3xFfGF0", "ATCTT3xFfG"].map { Claim(prefix: $0, checksum: .crc32Atlassian) }
    + ["pypi-AgEIcHlwaS5vcmc", "pypi-AgENdGVzdC5weXBpLm9yZw"].map { Claim(prefix: $0, checksum: .macaroon) }
    + [
      Claim(prefix: "glsa_", checksum: .crc32Grafana), Claim(prefix: "zpka_", checksum: .crc32Zuplo),
      Claim(prefix: "sntrys_eyJ", checksum: .sentryOrg), Claim(prefix: "AGE-SECRET-KEY-1", checksum: .bech32),
    ]

  /// Whether the value claims a format and fails its check, so that it is a secret of no kind: a token with a wrong
  /// checksum, a JSON Web Token cut short.
  public static func isRefuted(_ value: Span<UInt8>) -> Bool {
    let bytes = value.withUnsafeBufferPointer { Array($0) }
    if JSONWebToken.isClaimed(by: bytes) { return JSONWebToken().judge(bytes) == .invalid }
    guard let claim = claims.first(where: { bytes.starts(with: $0.prefix) }) else { return false }
    return claim.checksum.judge(bytes) == .invalid
  }
}
