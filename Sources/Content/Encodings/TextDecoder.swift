/// Turns UTF-16 and UTF-32 into UTF-8, piece by piece, wherever the pieces are cut.
///
/// What is no character (unpaired surrogate, value out of range, cut unit at the end) becomes U+FFFD.
struct TextDecoder {
  private let width: Int
  private let littleEndian: Bool
  /// Bytes of a unit whose rest is in the next piece.
  private var unit: UInt32 = 0
  private var unitBytes = 0
  /// First half of a surrogate pair whose second half is still to come.
  private var highSurrogate: UInt32?

  /// - Returns: `nil` for an encoding that needs no decoding.
  init?(_ encoding: TextEncoding) {
    switch encoding {
    case .bytes: return nil
    case .utf16LittleEndian: (width, littleEndian) = (2, true)
    case .utf16BigEndian: (width, littleEndian) = (2, false)
    case .utf32LittleEndian: (width, littleEndian) = (4, true)
    case .utf32BigEndian: (width, littleEndian) = (4, false)
    }
  }

  /// The most UTF-8 bytes that a piece can become: three for a unit of two, and what the piece before left open.
  static func capacity(for bytes: Int) -> Int { bytes / 2 * 3 + 12 }

  /// Decodes a piece.
  ///
  /// - Parameters:
  ///   - text: Has room for ``capacity(for:)`` bytes from `filled` on.
  ///   - filled: End of the text, moved by what was written.
  mutating func decode(_ piece: Span<UInt8>, into text: inout [UInt8], at filled: inout Int) {
    for index in piece.indices {
      let byte = UInt32(piece[index])
      unit = littleEndian ? unit | byte << UInt32(8 * unitBytes) : unit << 8 | byte
      unitBytes += 1
      if unitBytes == width {
        take(unit, into: &text, at: &filled)
        unit = 0
        unitBytes = 0
      }
    }
  }

  /// Writes what is still open at the text's end; needs room for six bytes.
  mutating func finish(into text: inout [UInt8], at filled: inout Int) {
    if highSurrogate != nil { Self.write(Self.replacement, into: &text, at: &filled) }
    if unitBytes > 0 { Self.write(Self.replacement, into: &text, at: &filled) }
    highSurrogate = nil
    unitBytes = 0
  }

  private mutating func take(_ unit: UInt32, into text: inout [UInt8], at filled: inout Int) {
    if let high = highSurrogate {
      highSurrogate = nil
      if (0xDC00...0xDFFF).contains(unit) {
        Self.write(0x10000 + (high - 0xD800) << 10 + (unit - 0xDC00), into: &text, at: &filled)
        return
      }
      Self.write(Self.replacement, into: &text, at: &filled)
    }
    switch unit {
    case 0xD800...0xDBFF where width == 2: highSurrogate = unit
    case 0xD800...0xDFFF, 0x110000...: Self.write(Self.replacement, into: &text, at: &filled)
    default: Self.write(unit, into: &text, at: &filled)
    }
  }

  private static let replacement: UInt32 = 0xFFFD

  private static func write(_ scalar: UInt32, into text: inout [UInt8], at filled: inout Int) {
    func put(_ value: UInt32) {
      text[filled] = UInt8(truncatingIfNeeded: value)
      filled += 1
    }
    func putTail(_ shift: UInt32) { put(0x80 | (scalar >> shift) & 0x3F) }
    switch scalar {
    case ..<0x80: put(scalar)
    case ..<0x800:
      put(0xC0 | scalar >> 6)
      putTail(0)
    case ..<0x10000:
      put(0xE0 | scalar >> 12)
      putTail(6)
      putTail(0)
    default:
      put(0xF0 | scalar >> 18)
      putTail(12)
      putTail(6)
      putTail(0)
    }
  }
}
