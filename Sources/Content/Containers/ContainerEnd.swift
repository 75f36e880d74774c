/// The end of a content, which shows containers that may begin with anything.
///
/// A disk image of macOS has its description in the last 512 bytes. A zip has its table at its end, so that a program can be
/// put before it which starts what is in it, or unpacks it. Other archives follow a program where that ends.
enum ContainerEnd {
  /// How many bytes at the end show a kind.
  ///
  /// - Parameter head: The first bytes.
  static func size(_ head: Span<UInt8>) -> Int { isProgram(head) ? ZipEnd.longest : trailerSize }

  /// Whether something begins like a program: a script with `#!`, or one for Windows, Linux or macOS.
  static func isProgram(_ head: Span<UInt8>) -> Bool {
    guard head.count >= 4 else { return false }
    switch head[0] {
    case 0x23: return head[1] == 0x21
    case 0x4D: return head[1] == 0x5A
    case 0x7F: return head[1] == 0x45 && head[2] == 0x4C && head[3] == 0x46
    case 0xCE, 0xCF: return head[1] == 0xFA && head[2] == 0xED && head[3] == 0xFE
    default: return false
    }
  }

  /// What the ends of a content say of it.
  ///
  /// - Parameters:
  ///   - tail: The last ``size(_:)`` bytes, or all of them.
  ///   - start: Where in the content they are.
  ///   - bytes: As many bytes from a place of the content on; `nil` where they cannot be read.
  fileprivate static func kind(
    _ head: Span<UInt8>, tail: Span<UInt8>, at start: Int, _ bytes: (_ start: Int, _ count: Int) -> [UInt8]?
  ) -> ContainerKind? {
    if isDiskImage(tail) { return diskImage }
    if let kind = ContainerKind(head) { return kind }
    let isProgram = isProgram(head)
    let zip = ZipEnd(tail, at: start, reach: reach(isProgram)) { bytes($0, 4) == ZipEnd.tableSign }
    if zip != nil { return .trailingZip }
    return isProgram ? AppendedContainer.kind(head, length: start + tail.count, bytes) : nil
  }

  fileprivate static let diskImage = ContainerKind.closed("a disk image of macOS")

  /// How far before the end the record of a zip may begin: comments are looked for behind programs alone.
  fileprivate static func reach(_ isProgram: Bool) -> Int { isProgram ? ZipEnd.longest : ZipEnd.size }

  private static let trailerSize = 512

  /// The trailer's sign, version and size, the highest byte first.
  fileprivate static func isDiskImage(_ tail: Span<UInt8>) -> Bool {
    let start = tail.count - trailerSize
    return start >= 0 && tail[start] == 0x6B
      && tail.hasBytes([0x6B, 0x6F, 0x6C, 0x79, 0, 0, 0, 4, 0, 0, 2, 0], at: start)
  }
}

extension ContainerKind {
  /// - Parameter content: All of it.
  init?(whole content: Span<UInt8>) {
    let start = max(0, content.count - ContainerEnd.size(content))
    let tail = content.extracting(last: content.count - start)
    let kind = ContainerEnd.kind(content, tail: tail, at: start) { content.copy(from: $0, count: $1) }
    guard let kind else { return nil }
    self = kind
  }

  /// - Parameters:
  ///   - head: The first ``headSize`` bytes.
  ///   - content: Can be read at any place.
  init?(_ head: Span<UInt8>, endOf content: ContainerInput) {
    let length = content.length ?? 0
    let start = max(0, length - ContainerEnd.size(head))
    // Where it cannot be read now, reading it says so.
    let tail = content.bytes(from: start, count: length - start) ?? []
    let kind = ContainerEnd.kind(head, tail: tail.span, at: start) { content.bytes(from: $0, count: $1) }
    guard let kind else { return nil }
    self = kind
  }

  /// - Parameter start: The first bytes of a content that is read once, of a program up to the longest text.
  init?(startOf content: Span<UInt8>) {
    let kind =
      ContainerKind(content)
      ?? (ContainerEnd.isProgram(content)
        ? AppendedContainer.kind(content, length: content.count) { content.copy(from: $0, count: $1) } : nil)
    guard let kind else { return nil }
    self = kind
  }
}

extension Span<UInt8> {
  /// - Returns: `nil` where there are not as many bytes.
  fileprivate func copy(from start: Int, count: Int) -> [UInt8]? {
    guard start >= 0, start <= self.count - count else { return nil }
    return (start..<start + count).map { self[$0] }
  }
}

/// The last bytes of a source that is read once, from its start to its end.
struct SourceEnd {
  private let isProgram: Bool
  private let programEnd: Int?
  /// The first bytes behind the program.
  private var behind: [UInt8] = []
  private var bytes: [UInt8] = []
  private var start = 0

  /// - Parameter head: The first bytes.
  init(_ head: [UInt8]) {
    isProgram = ContainerEnd.isProgram(head.span)
    programEnd = ProgramEnd.place(head.span)
    add(head, 0..<head.count)
  }

  /// Takes the bytes that were read next.
  ///
  /// - Parameter piece: Where they are in the buffer.
  mutating func add(_ buffer: [UInt8], _ piece: Range<Int>) {
    if let programEnd, behind.count < AppendedContainer.reach {
      let skipped = programEnd + behind.count - (start + bytes.count)
      behind += buffer[piece].dropFirst(max(0, skipped)).prefix(AppendedContainer.reach - behind.count)
    }
    let kept = buffer[piece].suffix(ZipEnd.longest)
    if kept.count < piece.count {
      // What has a hole after it is of no use.
      start += bytes.count + piece.count - kept.count
      bytes = []
    } else if bytes.count > 2 * ZipEnd.longest {
      // Not each time, since pieces may be short.
      let dropped = bytes.count - ZipEnd.longest
      start += dropped
      bytes.removeFirst(dropped)
    }
    bytes += kept
  }

  /// A container that only the end shows, of which other parts are gone by now.
  var kind: ContainerKind? {
    let tail = bytes.span
    if ContainerEnd.isDiskImage(tail) { return ContainerEnd.diskImage }
    if let programEnd, let kind = AppendedContainer.kind(behind: programEnd, behind.span) { return kind }
    return ZipEnd(tail, at: start, reach: ContainerEnd.reach(isProgram)) { place in
      // A table that is gone is taken for one.
      place < start || tail.hasBytes(ZipEnd.tableSign, at: place - start)
    }.map { _ in .trailingZip }
  }
}
