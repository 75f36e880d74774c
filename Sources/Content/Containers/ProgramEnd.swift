/// Where a program ends, behind which an archive may be that it unpacks.
///
/// Its headers say where its parts are; the end is that of the last one.
enum ProgramEnd {
  /// - Parameter head: The program's first bytes.
  /// - Returns: `nil` for what is none for Windows, Linux or macOS, and where its headers are not in the head.
  static func place(_ head: Span<UInt8>) -> Int? {
    guard head.count >= 4 else { return nil }
    switch head[0] {
    case 0x4D where head[1] == 0x5A: return portableExecutable(head)
    case 0x7F where head.hasBytes([0x7F, 0x45, 0x4C, 0x46], at: 0): return executableAndLinkable(head)
    case 0xCE, 0xCF: return head.hasBytes([0xFA, 0xED, 0xFE], at: 1) ? machObject(head) : nil
    default: return nil
    }
  }

  /// Windows: the sections (PE Format, "Section Table").
  private static func portableExecutable(_ head: Span<UInt8>) -> Int? {
    guard let start = field(head, 0x3C, 4), head.hasBytes(Array("PE\0\0".utf8), at: start),
      let count = field(head, start + 6, 2), let optional = field(head, start + 20, 2)
    else { return nil }
    let table = start + 24 + optional
    return end(head, of: (0..<count).map { table + 40 * $0 + 16 }) { section in
      (field(head, section + 4, 4), field(head, section, 4))
    }
  }

  /// Linux: segments, sections, and the table of these, which is at the end of most programs (System V ABI, "Object Files").
  private static func executableAndLinkable(_ head: Span<UInt8>) -> Int? {
    guard head.count >= 64 else { return nil }
    let (isLong, isReversed) = (head[4] == 2, head[5] == 2)
    let width = isLong ? 8 : 4
    func number(_ place: Int, _ bytes: Int) -> Int? { field(head, place, bytes, isReversed: isReversed) }
    let sizes = isLong ? 54 : 42
    guard let segments = number(isLong ? 32 : 28, width), let sections = number(isLong ? 40 : 32, width),
      let segmentSize = number(sizes, 2), let segmentCount = number(sizes + 2, 2),
      let sectionSize = number(sizes + 4, 2), let sectionCount = number(sizes + 6, 2),
      let segmentEnd = end(
        head, of: (0..<segmentCount).map { segments + $0 * segmentSize },
        { (number($0 + width, width), number($0 + 4 * width, width)) })
    else { return nil }
    // Where the table is beyond the head it follows the sections.
    let sectionEnd = end(head, of: (0..<sectionCount).map { sections + $0 * sectionSize }) { section in
      // `SHT_NOBITS` has no bytes in the file.
      if number(section + 4, 4) == 8 { return (0, 0) }
      return (number(section + 8 + 2 * width, width), number(section + 8 + 3 * width, width))
    }
    return max(segmentEnd, sections + sectionCount * sectionSize, sectionEnd ?? 0)
  }

  /// macOS: the segments (`mach-o/loader.h`).
  private static func machObject(_ head: Span<UInt8>) -> Int? {
    guard let count = field(head, 16, 4), count <= 4_096 else { return nil }
    var place = head[0] == 0xCF ? 32 : 28
    var end = 0
    for _ in 0..<count {
      guard let command = field(head, place, 4), let size = field(head, place + 4, 4), size >= 8 else { return nil }
      if command == 0x1 || command == 0x19 {
        let width = command == 0x1 ? 4 : 8
        guard let start = field(head, place + 24 + 2 * width, width),
          let length = field(head, place + 24 + 3 * width, width)
        else { return nil }
        end = max(end, start + length)
      }
      place += size
    }
    return end
  }

  /// - Parameters:
  ///   - entries: Where the parts are described.
  ///   - part: Where a part begins, and how long it is.
  /// - Returns: The end of the last part; `nil` where one of the descriptions is not in the head.
  private static func end(_ head: Span<UInt8>, of entries: [Int], _ part: (Int) -> (start: Int?, size: Int?)) -> Int? {
    var end = 0
    for entry in entries {
      guard case (let start?, let size?) = part(entry) else { return nil }
      if size > 0 { end = max(end, start + size) }
    }
    return end
  }

  /// A number of a header; `nil` where it is not in the head, or larger than any file.
  private static func field(_ head: Span<UInt8>, _ place: Int, _ bytes: Int, isReversed: Bool = false) -> Int? {
    guard place >= 0, place <= head.count - bytes else { return nil }
    var value: UInt64 = 0
    for index in 0..<bytes { value = value << 8 | UInt64(head[place + (isReversed ? index : bytes - 1 - index)]) }
    return value < 1 << 48 ? Int(value) : nil
  }
}
