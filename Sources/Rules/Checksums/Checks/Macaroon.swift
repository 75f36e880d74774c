import Findings
import Text

/// PyPI tokens: a libmacaroons v2 macaroon in base64url (https://pypi.org/help/#apitoken).
struct Macaroon: SecretCheck {
  private static let locations: [StaticString] = ["pypi.org", "test.pypi.org"]

  func judge(_ secret: [UInt8]) -> ChecksumVerdict {
    guard secret.starts(with: "pypi-"), let bytes = Base64.decode(secret.dropFirst(5), .url) else { return .invalid }
    var fields = Fields(rest: bytes[...])
    guard fields.take(2), let location = fields.field(1),
      Self.locations.contains(where: { location.elementsEqual($0.bytes) }),
      let identifier = fields.field(2), identifier.count == 1 || identifier.count == 36, fields.take(0)
    else { return .invalid }
    while fields.field(2) != nil {
      guard fields.take(0) else { return .invalid }
    }
    guard fields.take(0), fields.field(6)?.count == 32, fields.rest.isEmpty else { return .invalid }
    return .valid([Detail(name: "registry", value: location.text)])
  }

  func completed(_ sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    let isTest = sample.starts(with: "pypi-AgENdGVzdC5weXBpLm9yZ")
    let location = Self.locations[isTest ? 1 : 0].bytes
    let identifier = RandomUUID.make(using: &generator)
    let caveat = Array(#"{"version": 1, "permissions": "user"}"#.utf8)
    let head: [UInt8] = [2, 1, UInt8(location.count)] + location + [2, UInt8(identifier.count)] + identifier + [0]
    let tail: [UInt8] = [2, UInt8(caveat.count)] + caveat + [0, 0, 6, 32] + generator.bytes(32)
    return Array("pypi-".utf8) + Base64.encode(head + tail, .url, padded: false)
  }

  /// Reads `type, varint length, data` fields.
  private struct Fields {
    var rest: ArraySlice<UInt8>

    mutating func take(_ byte: UInt8) -> Bool {
      guard rest.first == byte else { return false }
      rest.removeFirst()
      return true
    }

    mutating func field(_ type: UInt8) -> ArraySlice<UInt8>? {
      guard take(type) else { return nil }
      var (length, shift) = (0, 0)
      while let byte = rest.popFirst() {
        length |= Int(byte & 0x7F) << shift
        shift += 7
        guard byte >= 0x80, shift <= 21 else { break }
      }
      guard length <= rest.count else { return nil }
      defer { rest = rest.dropFirst(length) }
      return rest.prefix(length)
    }
  }
}
