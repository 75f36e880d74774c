import Text

/// A token whose last characters are the CRC-32 of characters before them.
///
/// Source for GitHub and npm: github.blog, "Behind GitHub's new authentication token formats"; the others were
/// reproduced on sample tokens.
struct CRCTail: SecretCheck {
  /// Number of characters that contain the sum.
  let width: Int
  /// The bytes that the sum covers; `nil` when the token does not have the outline.
  let covered: @Sendable ([UInt8]) -> [UInt8]?
  let digits: @Sendable (UInt32) -> [UInt8]
  /// Whether a sum that disagrees proves anything for this token.
  var mayReject: @Sendable ([UInt8]) -> Bool = { _ in true }

  func judge(_ secret: [UInt8]) -> ChecksumVerdict {
    guard secret.count > width, let covered = covered(secret) else { return mayReject(secret) ? .invalid : .unknown }
    if secret.suffix(width).elementsEqual(digits(CRC.crc32(covered))) { return .valid([]) }
    return mayReject(secret) ? .invalid : .unknown
  }

  func completed(_ sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    guard sample.count > width, let covered = covered(sample) else { return sample }
    return sample.dropLast(width) + digits(CRC.crc32(covered))
  }
}

extension CRCTail {
  /// GitHub and npm. Fine-grained GitHub tokens and vendors that copy the scheme are unconfirmed and never rejected.
  static let base62 = CRCTail(
    width: 6,
    covered: { secret in
      let prefixLength = secret.starts(with: "github_pat_") ? 11 : 4
      let covered = secret.dropFirst(prefixLength).dropLast(6)
      return covered.isEmpty ? nil : Array(covered)
    },
    digits: { Digits.base62($0, width: 6) },
    mayReject: { secret in
      let confirmed: [StaticString] = ["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "npm_"]
      return confirmed.contains { secret.starts(with: $0) } && secret.dropFirst(4).allSatisfy(\.isLetterOrDigit)
    })

  /// Atlassian and Bitbucket: everything before the sum counts, with escaped equal signs undone.
  static let atlassian = CRCTail(
    width: 8, covered: { withPlainEqualSigns($0.dropLast(8)) }, digits: Digits.upperHex)

  /// Cloudflare: the 40 characters after the prefix.
  static let cloudflare = CRCTail(
    width: 8,
    covered: { secret in
      guard let end = secret.firstIndex(of: UInt8(ascii: "_")), secret.count - end - 1 == 48 else { return nil }
      return Array(secret[(end + 1)...].dropLast(8))
    },
    digits: Digits.hex)

  /// Zuplo: the 32 characters between the underscores.
  static let zuplo = CRCTail(
    width: 8, covered: { underscored($0).map { Array($0.dropFirst(5)) } }, digits: Digits.hex)

  /// Grafana service accounts: prefix and 32 characters; the sum's bytes are in reverse order.
  static let grafana = CRCTail(
    width: 8, covered: { underscored($0).map { Array($0) } }, digits: { Digits.hex($0.byteSwapped) })

  /// What is before the last underscore of `<4 letters>_<32 characters>_<8 digits>`.
  private static func underscored(_ secret: [UInt8]) -> ArraySlice<UInt8>? {
    let underscore = UInt8(ascii: "_")
    guard secret.count == 46, secret[4] == underscore, secret[37] == underscore else { return nil }
    return secret[..<37]
  }

  private static func withPlainEqualSigns(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var plain: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.starts(with: "3D") || rest.starts(with: "3d") {
        rest = rest.dropFirst(2)
        plain.append(UInt8(ascii: "="))
      } else if byte != UInt8(ascii: "\\") || rest.first != UInt8(ascii: "=") {
        plain.append(byte)
      }
    }
    return plain
  }
}
