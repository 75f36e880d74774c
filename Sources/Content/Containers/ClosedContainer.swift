/// Containers that leaksift does not open, by what the formats' own descriptions say of their first bytes: a number alone
/// is not enough where it is short, or could begin a text.
enum ClosedContainer {
  /// What a container is called in reports; `nil` for everything else.
  static func name(_ head: Span<UInt8>) -> String? {
    switch head[0] {
    case 0x04 where head.hasBytes([4, 0, 0, 0], at: 0) && head.hasBytes(Array(#"{"files":"#.utf8), at: 16):
      return "an asar archive"
    case 0x25 where head.hasBytes(Array("%PDF-".utf8), at: 0): return "a PDF, whose streams are compressed"
    case 0x37 where head.hasBytes([0x37, 0x7F, 0x06], at: 0) && head[3] & 0xFE == 0x82:
      return "changes of a SQLite database that are not in it yet, of which only the bytes are searched"
    case 0x4C where head.hasBytes(Array("LRZI".utf8), at: 0): return "compressed with lrzip"
    case 0x4D where head.hasBytes(Array("MSWIM\0\0\0".utf8), at: 0): return "a WIM archive"
    case 0x52 where head.hasBytes(Array("Rar!\u{1A}\u{07}".utf8), at: 0): return "a RAR archive"
    case 0x60 where isARJ(head): return "an ARJ archive"
    case 0x68, 0x73: return isSquashFS(head) ? "a SquashFS file system" : nil
    case 0x78 where head.hasBytes([0x78, 0x01, 0x73, 0x0D, 0x62, 0x62, 0x60], at: 0): return "a disk image of macOS"
    case 0x78 where head.hasBytes(Array("xar!".utf8), at: 0) && head.count > 27 && head[4] == 0: return "a xar archive"
    case 0x89 where head.hasBytes([0x89, 0x4C, 0x5A, 0x4F, 0, 0x0D], at: 0): return "compressed with lzop"
    case 0xD0 where head.hasBytes([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], at: 0):
      return "an OLE file, such as an old Office document or an installer"
    case 0xFF where head.hasBytes([0xFF, 6, 0, 0], at: 0):
      return ["sNaPpY", "S2sTwO"].contains { head.hasBytes(Array($0.utf8), at: 4) } ? "compressed with Snappy" : nil
    default:
      return head.count > 13 && head[7] == UInt8(ascii: "*") && head.hasBytes(Array("**ACE**".utf8), at: 7)
        ? "an ACE archive" : nil
    }
  }

  /// The main header: its size, and the type 2 of its kind.
  private static func isARJ(_ head: Span<UInt8>) -> Bool {
    head.count > 10 && head[1] == 0xEA && 1...2600 ~= Int(head[2]) | Int(head[3]) << 8 && 30...64 ~= head[4]
      && head[10] == 2
  }

  /// `hsqs`, or `sqsh` where numbers have their first byte first, and version 4.
  private static func isSquashFS(_ head: Span<UInt8>) -> Bool {
    head.hasBytes(Array("hsqs".utf8), at: 0) && head.hasBytes([4, 0, 0, 0], at: 28)
      || head.hasBytes(Array("sqsh".utf8), at: 0) && head.hasBytes([0, 4, 0, 0], at: 28)
  }
}
