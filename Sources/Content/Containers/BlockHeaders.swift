import Text

/// The header of a tar archive's first member: 512 bytes with a checksum (POSIX.1-1988, 10.1.1).
enum TarHeader {
  /// Whether the first bytes are one; `ustar` is not needed, which the oldest archives lack.
  static func isValid(_ head: Span<UInt8>) -> Bool {
    // A name, and the last digit of the checksum.
    guard head.count >= 512, head[0] != 0, let stated = octal(head, 148..<156) else { return false }
    var sum = 8 * 0x20
    var signedSum = sum
    for index in 0..<512 where !(148..<156 ~= index) {
      sum += Int(head[index])
      signedSum += Int(Int8(truncatingIfNeeded: head[index]))
    }
    return stated == sum || stated == signedSum
  }

  /// The digits of a field, which spaces may precede and spaces or NULs follow; `nil` for anything else.
  private static func octal(_ head: Span<UInt8>, _ field: Range<Int>) -> Int? {
    var value: Int?
    var isOver = false
    for index in field {
      switch head[index] {
      case 0x30...0x37:
        if isOver { return nil }
        value = (value ?? 0) * 8 + Int(head[index] & 7)
      case 0x20, 0: isOver = value != nil
      default: return nil
      }
    }
    return value
  }
}

/// The header of a cpio archive's first member.
enum CpioHeader {
  /// Whether the first bytes are one, in any of its forms (cpio(5)).
  static func isValid(_ head: Span<UInt8>) -> Bool {
    if head.hasBytes(Array("070701".utf8), at: 0) || head.hasBytes(Array("070702".utf8), at: 0) {
      return head.count >= 110 && (6..<110).allSatisfy { head[$0].isHexDigit }
    }
    if head.hasBytes(Array("070707".utf8), at: 0) {
      return head.count >= 76 && (6..<76).allSatisfy { 0x30...0x37 ~= head[$0] }
    }
    return isBinary(head)
  }

  /// The oldest form: 16-bit numbers in either order of bytes. A name has an end and is no longer than a path may be.
  private static func isBinary(_ head: Span<UInt8>) -> Bool {
    guard head.count >= 26 else { return false }
    let isLittleEndian = head[0] == 0xC7 && head[1] == 0x71
    guard isLittleEndian || head[0] == 0x71 && head[1] == 0xC7 else { return false }
    func number(_ offset: Int) -> Int {
      let (first, second) = (Int(head[offset]), Int(head[offset + 1]))
      return isLittleEndian ? first | second << 8 : first << 8 | second
    }
    let length = number(20)
    return 2...4_096 ~= length && 26 + length <= head.count && head[26 + length - 1] == 0
  }
}

/// The header of an LHA archive's first member: a length or checksum, the method, and 14 bytes on its level
/// (libarchive's archive_read_support_format_lha.c, "lha_read_file_header_0").
enum LHAHeader {
  /// Whether the first bytes are one: a text has no byte as low as a level.
  static func isValid(_ head: Span<UInt8>) -> Bool {
    guard head.count > 21, head[20] <= 3, head[2] == UInt8(ascii: "-"), head[6] == UInt8(ascii: "-") else {
      return false
    }
    return head[3] == UInt8(ascii: "l") && (head[4] == UInt8(ascii: "h") || head[4] == UInt8(ascii: "z"))
      && head[5].isLetterOrDigit
  }
}
