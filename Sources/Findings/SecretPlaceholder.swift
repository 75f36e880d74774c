internal import Text

/// What replaces a secret in a text that leaksift masks: `[leaksift:RULE:HASH]`.
///
/// Scans recognise it (`PlaceholderFilter.isRedacted`), so that a masked text has no finding of its own.
public struct SecretPlaceholder: Hashable, Sendable, CustomStringConvertible {
  /// The word that it begins with, after the bracket.
  public static let mark: StaticString = "leaksift"
  /// Most bytes of a rule's id that it has.
  public static let longestRule = 64
  /// Bytes of the longest, where brackets and colons are percent-encoded.
  public static let longest = mark.utf8CodeUnitCount + longestRule + 16 + 4 * "%5B".utf8.count

  private let rule: String
  private let hash: Fingerprint

  /// - Parameters:
  ///   - rule: Id of the rule that found the secret. The ids of a user's rules may have anything in them: what is neither
  ///     letter nor digit becomes a dash, so that JSON and markup stay valid.
  ///   - hash: Tells secrets apart.
  public init(rule: String, hash: Fingerprint) {
    let bytes = rule.utf8.prefix(Self.longestRule).map { Self.isOfRule($0) ? $0 : UInt8(ascii: "-") }
    self.rule = bytes.isEmpty ? "rule" : String(decoding: bytes, as: UTF8.self)
    self.hash = hash
  }

  /// Whether a byte may be in the rule's part.
  public static func isOfRule(_ byte: UInt8) -> Bool {
    byte.isLetterOrDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
  }

  /// The text.
  public var description: String { "[\(Self.mark):\(rule):\(hash)]" }
}
