import Findings
import Text

/// Routable GitLab tokens: `<prefix><base64url payload>.[<version>.]<length><sum>`.
///
/// The two length characters count the payload in base36. Which bytes the seven CRC-32 characters cover is not
/// published for certain; the likely reading can confirm a token but not refute it.
/// https://handbook.gitlab.com/handbook/engineering/architecture/design-documents/cells/routable_tokens/
struct GitLabRoutable: SecretCheck {
  func judge(_ secret: [UInt8]) -> ChecksumVerdict {
    guard let outline = Outline(secret) else { return .invalid }
    let claimed = outline.length.text
    guard outline.payloads.contains(where: { Digits.base36(UInt32($0.count), width: 2).text == claimed }),
      let payload = outline.payloads.lazy.compactMap({ Base64.decode($0, .url) }).first(where: { $0.starts(with: "o:") }
      )
    else { return .invalid }
    guard outline.sum.elementsEqual(Digits.base36(CRC.crc32(secret.dropLast(7)), width: 7)) else { return .unknown }
    let organization = payload.prefix { $0 != UInt8(ascii: "\n") }.dropFirst(2)
    guard let id = UInt64(organization.text, radix: 36) else { return .valid([]) }
    return .valid([Detail(name: "organization id", value: String(id))])
  }

  func completed(_ sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    guard let outline = Outline(sample), let place = outline.payloads.last else { return sample }
    let facts = Array("o:1\nu:3\np:2s\n".utf8)
    let count = max(facts.count, place.count * 3 / 4)
    let payload = Base64.encode(facts + generator.bytes(count - facts.count), .url, padded: false)
    let middle = sample[place.endIndex...].dropLast(9)
    let covered = sample[..<place.startIndex] + payload + middle + Digits.base36(UInt32(payload.count), width: 2)
    return covered + Digits.base36(CRC.crc32(covered), width: 7)
  }

  private struct Outline {
    /// The payload with and without the `t1_` of runner tokens; the shorter reading is last.
    let payloads: [ArraySlice<UInt8>]
    let length: ArraySlice<UInt8>
    let sum: ArraySlice<UInt8>

    init?(_ secret: [UInt8]) {
      let dot = UInt8(ascii: ".")
      guard let dash = secret.firstIndex(of: UInt8(ascii: "-")), let firstDot = secret.firstIndex(of: dot),
        let lastDot = secret.lastIndex(of: dot), dash < firstDot, secret.count - lastDot - 1 == 9,
        firstDot == lastDot || lastDot - firstDot == 3
      else { return nil }
      let payload = secret[(dash + 1)..<firstDot]
      guard !payload.isEmpty, payload.count < 36 * 36 else { return nil }
      let mark = payload.prefix(3)
      let isRunner =
        mark.count == 3 && mark.first == UInt8(ascii: "t") && mark.dropFirst().first?.isDigit == true
        && mark.last == UInt8(ascii: "_")
      payloads = isRunner ? [payload, payload.dropFirst(3)] : [payload]
      length = secret[(lastDot + 1)..<(lastDot + 3)]
      sum = secret[(lastDot + 3)...]
    }
  }
}
