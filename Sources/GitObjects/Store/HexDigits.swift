/// Reads hexadecimal digits, eight at a time: commits name their trees and parents with millions of them.
struct HexDigits {
  /// Whether all that was read are digits.
  private(set) var areValid = true
  private var position: Int

  init(_ start: Int) { position = start }

  /// The value of the next sixteen digits.
  mutating func next64(in text: UnsafeRawBufferPointer) -> UInt64 {
    let high = next32(in: text)
    return UInt64(high) << 32 | UInt64(next32(in: text))
  }

  /// The value of the next eight digits. The caller has checked that they lie inside the text.
  mutating func next32(in text: UnsafeRawBufferPointer) -> UInt32 {
    let characters = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: position, as: UInt64.self))
    position &+= 8
    // In each byte: 1 for a letter (4x or 6x), 0 for a decimal digit (3x); what is neither fails below.
    let letters = characters >> 6 & 0x0101_0101_0101_0101
    let values = characters & 0x0f0f_0f0f_0f0f_0f0f &+ letters &* 9
    let isRightRow = characters & 0xf0f0_f0f0_f0f0_f0f0 & ~(letters &* 0x20) == 0x3030_3030_3030_3030 &+ letters &* 0x10
    // Digits are 0 to 9, letters 10 to 15.
    let isRightColumn =
      values & 0xf0f0_f0f0_f0f0_f0f0 == 0
      && (values &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101 == letters
    areValid = areValid && isRightRow && isRightColumn
    let pairs = (values << 4 | values >> 8) & 0x00ff_00ff_00ff_00ff
    let fours = (pairs | pairs >> 8) & 0x0000_ffff_0000_ffff
    return UInt32(truncatingIfNeeded: fours | fours >> 16).byteSwapped
  }
}
