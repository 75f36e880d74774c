internal import CSodium

/// The id that content of a kind must have: a hash of "kind size NUL content" (gitformat-loose, git-hash-object).
func contentID(of content: Span<UInt8>, kind: ObjectKind, format: ObjectFormat) -> ObjectID {
  let header = Array("\(kind.name) \(content.count)\0".utf8)
  return hashID(of: header, content, format: format)
}

/// The hash of two pieces of bytes, one after the other.
func hashID(of first: [UInt8], _ second: Span<UInt8>, format: ObjectFormat) -> ObjectID {
  var digest = [UInt8](repeating: 0, count: format.byteCount)
  switch format {
  case .sha1:
    var hash = SHA1()
    first.withUnsafeBytes { hash.update($0) }
    second.withUnsafeBytes { hash.update($0) }
    digest = hash.finish()
  case .sha256:
    var state = crypto_hash_sha256_state()
    crypto_hash_sha256_init(&state)
    crypto_hash_sha256_update(&state, first, UInt64(first.count))
    second.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return }
      _ = crypto_hash_sha256_update(&state, start, UInt64(bytes.count))
    }
    crypto_hash_sha256_final(&state, &digest)
  }
  return digest.withUnsafeBytes { ObjectID(unchecked: $0, format) }
}

/// SHA-1 (RFC 3174), which libsodium leaves out. Used to tell damage, not to resist forgery.
struct SHA1 {
  private var state: (UInt32, UInt32, UInt32, UInt32, UInt32) =
    (0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0)
  private var pending: [UInt8] = []
  private var total = 0

  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    total += bytes.count
    var start = 0
    if !pending.isEmpty {
      start = min(64 - pending.count, bytes.count)
      pending.append(contentsOf: bytes[..<start])
      guard pending.count == 64 else { return }
      pending.withUnsafeBytes { block(UnsafeRawBufferPointer($0), at: 0, &state) }
      pending.removeAll(keepingCapacity: true)
    }
    while start + 64 <= bytes.count {
      block(bytes, at: start, &state)
      start += 64
    }
    pending.append(contentsOf: bytes[start...])
  }

  mutating func finish() -> [UInt8] {
    let bits = UInt64(total) * 8
    let zeros = (119 - total % 64) % 64
    let padding = [0x80] + [UInt8](repeating: 0, count: zeros) + bigEndianBytes(bits)
    padding.withUnsafeBytes { update($0) }
    return [state.0, state.1, state.2, state.3, state.4].flatMap { bigEndianBytes($0) }
  }

  private func bigEndianBytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0) }
  }

  /// Mixes in 64 bytes; the caller has checked that they lie inside `bytes`.
  private func block(
    _ bytes: UnsafeRawBufferPointer, at start: Int, _ state: inout (UInt32, UInt32, UInt32, UInt32, UInt32)
  ) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 80) { words in
      for index in 0..<16 {
        words[index] = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: start &+ index &* 4, as: UInt32.self))
      }
      for index in 16..<80 {
        words[index] = rotate(words[index &- 3] ^ words[index &- 8] ^ words[index &- 14] ^ words[index &- 16], 1)
      }
      var (a, b, c, d, e) = state
      // What is known early is added first: each round waits for the one before. Five rounds put all back in place.
      func five(_ first: Int, _ constant: UInt32, _ mix: (UInt32, UInt32, UInt32) -> UInt32) {
        for start in stride(from: first, to: first &+ 20, by: 5) {
          e = (e &+ constant &+ words[start]) &+ mix(b, c, d) &+ rotate(a, 5)
          b = rotate(b, 30)
          d = (d &+ constant &+ words[start &+ 1]) &+ mix(a, b, c) &+ rotate(e, 5)
          a = rotate(a, 30)
          c = (c &+ constant &+ words[start &+ 2]) &+ mix(e, a, b) &+ rotate(d, 5)
          e = rotate(e, 30)
          b = (b &+ constant &+ words[start &+ 3]) &+ mix(d, e, a) &+ rotate(c, 5)
          d = rotate(d, 30)
          a = (a &+ constant &+ words[start &+ 4]) &+ mix(c, d, e) &+ rotate(b, 5)
          c = rotate(c, 30)
        }
      }
      five(0, 0x5a82_7999) { $2 ^ ($0 & ($1 ^ $2)) }
      five(20, 0x6ed9_eba1) { $0 ^ $1 ^ $2 }
      five(40, 0x8f1b_bcdc) { ($0 & $1) &+ ($2 & ($0 ^ $1)) }
      five(60, 0xca62_c1d6) { $0 ^ $1 ^ $2 }
      state = (state.0 &+ a, state.1 &+ b, state.2 &+ c, state.3 &+ d, state.4 &+ e)
    }
  }

  private func rotate(_ value: UInt32, _ count: UInt32) -> UInt32 { value << count | value >> (32 - count) }
}
