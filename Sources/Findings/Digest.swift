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
}
