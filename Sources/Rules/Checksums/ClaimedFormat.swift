/// Formats that a value claims with its first characters, and that their check or length can refute.
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
  /// Lengths of Azure keys whose signature is before their sum.
  private static let azureLengths = [44, 52, 56, 88]

  /// Prefixes that nothing else begins with, and the length of the shortest value of the format.
  private static let shortest: [(prefix: StaticString, length: Int)] = [
    ("AIzaSy", 39), ("GOCSPX-", 35), ("NRAK-", 32), ("PMAK-", 64), ("dckr_pat_", 36), ("dop_v1_", 71), ("figd_", 43),
    ("github_pat_", 93), ("gldt-", 25), ("glpat-", 26), ("glrt-", 25), ("gsk_", 56), ("hf_", 37), ("hvs.", 28),
    ("lin_api_", 48), ("lsv2_pt_", 51), ("nvapi-", 60), ("pplx-", 53), ("pscale_tkn_", 43), ("sbp_", 44),
    ("shpat_", 38), ("sk-ant-api03-", 108), ("sk-or-v1-", 73), ("sk-proj-", 56), ("sk_live_", 24), ("sntryu_", 71),
    ("tskey-auth-", 31), ("xkeysib-", 89), ("xoxb-", 32), ("xoxp-", 60),
  ]

  /// Whether the value claims a format and fails its check, so that it is a secret of no kind: a token with a wrong
  /// checksum or too short for its prefix, a JSON Web Token that is cut short or that nothing signs.
  public static func isRefuted(_ value: Span<UInt8>) -> Bool {
    let bytes = value.withUnsafeBufferPointer { Array($0) }
    if JSONWebToken.isClaimed(by: bytes) {
      return bytes.last == UInt8(ascii: ".") || JSONWebToken().judge(bytes) == .invalid
    }
    if azureLengths.contains(bytes.count), AzureIdentifiable().judge(bytes) == .invalid { return true }
    if shortest.contains(where: { bytes.count < $0.length && bytes.starts(with: $0.prefix) }) { return true }
    let claim = claims.first { bytes.starts(with: $0.prefix) && ($0.length ?? bytes.count) == bytes.count }
    return claim?.checksum.judge(bytes) == .invalid
  }
}
