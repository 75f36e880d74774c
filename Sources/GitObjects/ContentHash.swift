internal import CNettle

/// The id that content of a kind must have: a hash of "kind size NUL content" (gitformat-loose, git-hash-object).
func contentID(of content: Span<UInt8>, kind: ObjectKind, format: ObjectFormat) -> ObjectID {
  let header = Array("\(kind.name) \(content.count)\0".utf8)
  return hashID(of: header, content, format: format)
}

/// The hash of two pieces of bytes, one after the other.
func hashID(of first: [UInt8], _ second: Span<UInt8>, format: ObjectFormat) -> ObjectID {
  let digest =
    switch format {
    case .sha1: sha1(of: first, second)
    case .sha256: sha256(of: first, second)
    }
  return digest.withUnsafeBytes { ObjectID(unchecked: $0, format) }
}

/// The 20 bytes of the SHA-1 (RFC 3174) of bytes. It tells damage; nothing here rests on its strength.
package func sha1(of bytes: [UInt8]) -> [UInt8] { sha1(of: [], bytes.span) }

private func sha1(of first: [UInt8], _ second: Span<UInt8>) -> [UInt8] {
  var state = sha1_ctx()
  nettle_sha1_init(&state)
  nettle_sha1_update(&state, first.count, first)
  second.withUnsafeBufferPointer { nettle_sha1_update(&state, $0.count, $0.baseAddress) }
  var digest = [UInt8](repeating: 0, count: Int(SHA1_DIGEST_SIZE))
  nettle_finish_sha1(&state, &digest)
  return digest
}

private func sha256(of first: [UInt8], _ second: Span<UInt8>) -> [UInt8] {
  var state = sha256_ctx()
  nettle_sha256_init(&state)
  nettle_sha256_update(&state, first.count, first)
  second.withUnsafeBufferPointer { nettle_sha256_update(&state, $0.count, $0.baseAddress) }
  var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_SIZE))
  nettle_finish_sha256(&state, &digest)
  return digest
}
