import CZlib

/// What a file of gzip contains, with its checksums and lengths, which libarchive does not look at (RFC 1952), or a file of
/// zlib (RFC 1950).
///
/// The only file with pointers into zlib. Invariants: `stream` stays where it was set up, is used by one thread, and ended
/// once; what it points to, `block` and the caller's buffer, is in memory while `inflate` runs, and set again before it
/// runs again.
final class GzipInput: ContainerInput {
  private let compressed: ContainerInput
  /// What each member begins with.
  private let firstByte: UInt8
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
  private var piece = [UInt8](repeating: 0, count: 1 << 16)
  private var isInputOver = false
  private var isOver = false
  /// Whether a member of the file has ended, and the next one has not begun.
  private var isBetween = false
  private var hasRest = false
  private var endsEarly = false
  /// Becomes the failure once all that came before was handed on.
  private var damage: String?

  init(_ compressed: ContainerInput, isZlib: Bool = false) {
    self.compressed = compressed
    firstByte = isZlib ? Self.zlibSign : 0x1F
    stream.initialize(to: z_stream())
    // The largest window, and 16 for gzip alone (zlib.h, "inflateInit2").
    let status = inflateInit2_(stream, 15 + (isZlib ? 0 : 16), zlibVersion(), Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { fatalError("out of memory") }
  }

  /// A window of 32 KB, as all that is usual.
  private static let zlibSign: UInt8 = 0x78
  /// How much of a content is decompressed to see whether it is zlib: its sign is too short to tell.
  private static let probed = 1024

  /// Whether the first bytes of a content are those of zlib: they can be decompressed, to the end where it comes soon.
  static func isZlib(_ head: Span<UInt8>) -> Bool {
    // The second byte has no dictionary, and makes both a multiple of 31.
    guard head.count > 8, head[0] == zlibSign, head[1] & 0x20 == 0, (Int(head[0]) << 8 | Int(head[1])) % 31 == 0 else {
      return false
    }
    let start = head.extracting(first: probed).withUnsafeBufferPointer { Array($0) }
    let input = GzipInput(MemoryInput(start), isZlib: true)
    let produced = input.gathered(limit: 2 * 1032 * probed).bytes.count
    return input.damage == nil || input.endsEarly && start.count >= shortest && produced > 0
  }

  /// Fewest bytes that show zlib where its end is not among them.
  private static let shortest = 64

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    block.deallocate()
  }

  override var hasUnreadRest: Bool { hasRest }

  override func read(into buffer: inout [UInt8]) -> Int {
    while !isOver {
      if stream.pointee.avail_in == 0, !isInputOver { fill() }
      if isBetween { beginMember() }
      let produced = step(&buffer)
      if produced > 0 { return produced }
    }
    failure = damage
    return 0
  }

  private func fill() {
    let count = compressed.next(into: &piece)
    if let reason = compressed.failure { fail(reason) }
    isInputOver = count == 0
    piece.withUnsafeBytes { block.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    stream.pointee.next_in = block.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = UInt32(count)
  }

  /// Decompresses on, at most to the end of the buffer.
  private func step(_ buffer: inout [UInt8]) -> Int {
    guard !isOver else { return 0 }
    let size = buffer.count
    let status = buffer.withUnsafeMutableBufferPointer { output in
      stream.pointee.next_out = output.baseAddress
      stream.pointee.avail_out = UInt32(output.count)
      return inflate(stream, Z_NO_FLUSH)
    }
    switch status {
    case Z_STREAM_END: isBetween = true
    case Z_OK: break
    // It goes on with more input.
    case Z_BUF_ERROR where !isInputOver: break
    case Z_BUF_ERROR:
      endsEarly = true
      fail("it is damaged (it ends too early)")
    default:
      let words = stream.pointee.msg.map { String(cString: $0) } ?? "its compressed data are not valid"
      fail("it is damaged (\(words))")
    }
    return size - Int(stream.pointee.avail_out)
  }

  /// Looks at what follows a member: another one, padding with NULs, of which nothing is lost, or something else.
  private func beginMember() {
    while !isInputOver, stream.pointee.avail_in > 0 || more() {
      let next = stream.pointee.next_in.pointee
      if next == 0 {
        stream.pointee.next_in = stream.pointee.next_in + 1
        stream.pointee.avail_in -= 1
        continue
      }
      (isBetween, hasRest, isOver) = (false, next != firstByte, next != firstByte)
      inflateReset(stream)
      return
    }
    isOver = true
  }

  private func more() -> Bool {
    fill()
    return !isInputOver
  }

  private func fail(_ reason: String) { (damage, isOver) = (reason, true) }
}
