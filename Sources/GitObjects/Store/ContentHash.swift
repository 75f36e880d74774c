internal import CNettle

/// The id of an object of a kind with that content: a hash of "kind size NUL content" (gitformat-loose, git-hash-object).
func contentID(of content: Span<UInt8>, kind: ObjectKind, format: ObjectFormat) -> ObjectID {
  let header = Array("\(kind.name) \(content.count)\0".utf8)
  return hashID(of: header, content, format: format)
}

/// The hash of two byte strings, one after the other.
func hashID(of first: [UInt8], _ second: Span<UInt8>, format: ObjectFormat) -> ObjectID {
  digest(of: first, second, format).withUnsafeBytes { ObjectID(unchecked: $0, format) }
}

/// The SHA-1 (RFC 3174) of bytes, 20 bytes long. For the detection of damage only: it is not collision-resistant.
package func sha1(of bytes: [UInt8]) -> [UInt8] { digest(of: [], bytes.span, .sha1) }

private func digest(of first: [UInt8], _ second: Span<UInt8>, _ format: ObjectFormat) -> [UInt8] {
  let function =
    switch format {
    case .sha1: nettle_sha1
    case .sha256: nettle_sha256
    }
  var digest = [UInt8](repeating: 0, count: format.byteCount)
  second.withUnsafeBufferPointer { second in
    withUnsafePointer(to: function) {
      nettle_hash_two($0, first, first.count, second.baseAddress, second.count, &digest)
    }
  }
  return digest
}

/// The SHA-256 (RFC 6234) of bytes that come piece by piece.
struct SHA256 {
  private var state = sha256_ctx()

  init() { nettle_sha256_init(&state) }

  mutating func add(_ bytes: Span<UInt8>) {
    bytes.withUnsafeBufferPointer { nettle_sha256_update(&state, $0.count, $0.baseAddress) }
  }

  /// The hash of what was added; nothing is added after it.
  mutating func finish() -> ObjectID {
    var digest = [UInt8](repeating: 0, count: ObjectFormat.sha256.byteCount)
    nettle_sha256_end(&state, &digest)
    return digest.withUnsafeBytes { ObjectID(unchecked: $0, .sha256) }
  }
}
