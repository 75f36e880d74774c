import CDeflate
import CSodium

/// Cyclic redundancy checks that key formats carry.
enum CRC {
  /// The CRC-32 of zlib and IEEE 802.3; `123456789` gives CBF43926.
  static func crc32(_ bytes: some Collection<UInt8>) -> UInt32 {
    let bytes = Array(bytes)
    return libdeflate_crc32(0, bytes, bytes.count)
  }

  /// CRC-16/XMODEM: polynomial 1021, start 0; `123456789` gives 31C3.
  static func xmodem(_ bytes: some Collection<UInt8>) -> UInt16 {
    bytes.reduce(0) { sum, byte in
      (0..<8).reduce(sum ^ UInt16(byte) << 8) { sum, _ in sum & 0x8000 == 0 ? sum << 1 : sum << 1 ^ 0x1021 }
    }
  }

  /// The CRC-24 of OpenPGP armor (RFC 9580, section 6.1).
  static func openPGP(_ bytes: some Collection<UInt8>) -> UInt32 {
    let sum = bytes.reduce(UInt32(0xB704CE)) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte) << 16) { sum, _ in
        sum & 0x80_0000 == 0 ? sum << 1 : (sum << 1 ^ 0x186_4CFB) & 0xFF_FFFF
      }
    }
    return sum & 0xFF_FFFF
  }
}

/// SHA-256 of FIPS 180-4.
func sha256(_ bytes: [UInt8]) -> [UInt8] {
  var digest = [UInt8](repeating: 0, count: 32)
  _ = crypto_hash_sha256(&digest, bytes, UInt64(bytes.count))
  return digest
}

/// Marvin-32, the seeded hash that Azure puts at the end of identifiable keys (microsoft/security-utilities, `Marvin.cs`).
func marvin32(_ bytes: some Collection<UInt8>, seed: UInt64) -> UInt32 {
  var low = UInt32(truncatingIfNeeded: seed)
  var high = UInt32(truncatingIfNeeded: seed >> 32)
  func mix(_ word: UInt32) {
    low &+= word
    high ^= low
    low = rotate(low, 20) &+ high
    high = rotate(high, 9) ^ low
    low = rotate(low, 27) &+ high
    high = rotate(high, 19)
  }
  var (word, filled) = (UInt32(0), UInt32(0))
  for byte in bytes {
    word |= UInt32(byte) << (8 * filled)
    filled += 1
    if filled == 4 {
      mix(word)
      (word, filled) = (0, 0)
    }
  }
  mix(word | 0x80 << (8 * filled))
  mix(0)
  return low ^ high
}

private func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 { word << count | word >> (32 - count) }
