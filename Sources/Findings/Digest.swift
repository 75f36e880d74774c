internal import CSodium
internal import Text

/// 256 bits of a hash (BLAKE2b, RFC 7693) that identify contents.
package struct Digest: Equatable, Sendable {
  package static let byteCount = 32

  package private(set) var bytes = [UInt8](repeating: 0, count: byteCount)

  /// The digest of some bytes, and of another digest before them.
  package init(of content: some Collection<UInt8>, after earlier: Digest? = nil) {
    let message = (earlier?.bytes ?? []) + content
    _ = crypto_generichash(&bytes, Self.byteCount, message, UInt64(message.count), nil, 0)
  }

  /// Lower-case hexadecimal digits.
  package var hex: String {
    Hexadecimal.text(of: bytes)
  }

  /// The SHA-256 (FIPS 180-4) of some bytes as people compare it with what `sha256sum` prints: `sha256:` and hexadecimal digits.
  package static func sha256(of content: [UInt8]) -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    _ = crypto_hash_sha256(&digest, content, UInt64(content.count))
    return "sha256:" + Hexadecimal.text(of: digest)
  }
}
