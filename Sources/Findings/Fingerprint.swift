internal import CSodium
internal import Text

/// Stable id of a finding: 64 bits of a keyed hash of rule and secret.
///
/// Findings have a constant key, so that their ids agree between clones. A baseline hashes them once more with a salt of
/// its own, so that nobody can look up a weak password of a committed baseline in a table.
public struct Fingerprint: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The 64 bits, most significant byte first in ``description``.
  public let value: UInt64

  /// A fingerprint that was computed before.
  public init(value: UInt64) {
    self.value = value
  }

  /// Hashes a rule id and a secret with BLAKE2b (RFC 7693).
  ///
  /// - Parameters:
  ///   - rule: The rule's id.
  ///   - secret: The secret's bytes, as they are in the text.
  ///   - key: The constant key of findings, or the salt of a baseline; only its first 64 bytes count.
  public init(rule: String, secret: [UInt8], key: [UInt8]) {
    let message = Array(rule.utf8) + [0] + secret
    let shortKey = Array(key.prefix(64))
    // libsodium gives at least 16 bytes; the first 8 are the fingerprint.
    var digest = [UInt8](repeating: 0, count: 16)
    _ = crypto_generichash(&digest, digest.count, message, UInt64(message.count), shortKey, shortKey.count)
    value = digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Hashes a path that is masked where it is shown, to name it all the same.
  public init(path: String) {
    self.init(rule: "path", secret: Array(path.utf8), key: Array("leaksift".utf8))
  }

  /// Reads 16 hexadecimal digits.
  public init?(_ text: String) {
    guard text.utf8.count == 16, let value = UInt64(text, radix: 16) else { return nil }
    self.value = value
  }

  /// 16 lower-case hexadecimal digits.
  public var description: String {
    Hexadecimal.text(of: value, width: 16)
  }

  /// By value: an order that is always the same.
  public static func < (left: Fingerprint, right: Fingerprint) -> Bool { left.value < right.value }
}
