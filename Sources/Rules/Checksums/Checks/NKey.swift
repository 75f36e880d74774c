import Findings
import Text

/// NATS NKEY seeds: two prefix bytes, 32 seed bytes and a CRC-16 in base32 (https://docs.nats.io, "NKeys").
struct NKey: SecretCheck {
  private static let kinds: [UInt8: String] = [
    20 << 3: "user", 0: "account", 14 << 3: "operator", 13 << 3: "server", 2 << 3: "cluster", 23 << 3: "curve",
  ]

  func judge(_ secret: [UInt8]) -> ChecksumVerdict {
    guard secret.count == 58, let bytes = Base32.decode(secret), bytes.count == 36, bytes[0] >> 3 == 18,
      let kind = Self.kinds[bytes[0] << 5 | bytes[1] >> 3], bytes[1] & 7 == 0
    else { return .invalid }
    let sum = CRC.xmodem(bytes.prefix(34))
    guard bytes[34] == UInt8(truncatingIfNeeded: sum), bytes[35] == UInt8(truncatingIfNeeded: sum >> 8) else {
      return .invalid
    }
    return .valid([Detail(name: "kind", value: "\(kind) seed")])
  }

  func completed(_ sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    guard let head = Base32.decode(sample.prefix(4)), head.count == 2 else { return sample }
    let covered = [head[0], head[1] & 0xC0] + generator.bytes(32)
    let sum = CRC.xmodem(covered)
    return Base32.encode(covered + [UInt8(truncatingIfNeeded: sum), UInt8(truncatingIfNeeded: sum >> 8)])
  }
}
