import Findings
import Text

/// A value that may be written in base64, as under `data` of a Kubernetes Secret, or as it is, as under `stringData`.
///
/// Base64 of readable text agrees. A slot or a reference, in base64 or not, is no secret; words are, since a password
/// may be one, but prove nothing.
struct Base64Text: SecretCheck {
  func judge(_ secret: [UInt8]) -> ChecksumVerdict {
    let decoded = Base64.decode(secret).flatMap { Self.isReadable($0) ? $0 : nil }
    switch PlaceholderFilter.reason(for: decoded ?? secret, contextual: true) {
    case nil: return decoded == nil ? .unknown : .valid([])
    case .word, .defaultLogin, .otherThing, .sequence: return .unknown
    default: return .invalid
    }
  }

  func completed(_ sample: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    Base64.encode(generator.characters(max(8, sample.count * 3 / 4), of: Alphabet.alphanumeric))
  }

  private static func isReadable(_ text: [UInt8]) -> Bool {
    text.count > 3 && text.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0.isWhitespace || $0 == UInt8(ascii: "\n") }
      && String(validating: text, as: UTF8.self) != nil
  }
}
