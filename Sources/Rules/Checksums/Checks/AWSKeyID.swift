import Findings
import Text

/// AWS access key ids: four letters for the type, then 16 base32 characters.
///
/// Ids made since about 2019 contain the account number; their first base32 bit is set.
/// https://awsteele.com/blog/2020/09/26/aws-access-key-format.html
struct AWSKeyID: SecretCheck {
  func judge(_ secret: [UInt8]) -> ChecksumVerdict {
    guard secret.count == 20, let bytes = Base32.decode(secret.dropFirst(4)),
      !secret.dropFirst(4).contains(where: \.isLowercase)
    else { return .invalid }
    let account = (bytes.prefix(6).bigEndian & 0x7FFF_FFFF_FF80) >> 7
    guard bytes[0] >= 0x80, account <= 999_999_999_999 else { return .unknown }
    return .valid([.awsAccount(Digits.decimal(account, width: 12))])
  }

  func completed(_ sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    guard sample.count >= 4 else { return sample }
    let account = UInt64.random(in: 100_000_000_000...999_999_999_999, using: &generator)
    let head = 1 << 47 | account << 7 | UInt64.random(in: 0..<128, using: &generator)
    let bytes = (0..<6).map { UInt8(truncatingIfNeeded: head >> (40 - 8 * $0)) } + generator.bytes(4)
    return sample.prefix(4) + Base32.encode(bytes)
  }
}

extension Detail {
  static func awsAccount(_ digits: some Collection<UInt8>) -> Detail {
    Detail(name: "AWS account", value: digits.text)
  }
}
