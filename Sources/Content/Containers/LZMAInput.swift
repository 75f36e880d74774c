import CLZMA
import Text

/// What a file of xz, lzma or lzip contains, decompressed with a bound on memory that counts for all of its blocks.
/// libarchive bounds them at 1 GB.
///
/// The only file with pointers into liblzma. Invariants: `stream` is used by one thread, and ended once; what it points to,
/// `block` and the caller's buffer, is in memory while `lzma_code` runs, and set again before it runs again.
final class LZMAInput: ContainerInput {
  enum Format { case xz, lzma, lzip }

  private let compressed: ContainerInput
  private let budget: ContainerBudget
  private let format: Format
  // `LZMA_STREAM_INIT`, a macro that Swift does not import, is all zeros.
  private var stream = lzma_stream()
  private let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
  private var piece = [UInt8](repeating: 0, count: 1 << 16)
  /// Bytes of the piece that were read last.
  private var filled = 0
  private var isStarted = false
  private var isInputOver = false
  /// How decompressing ended; `nil` before it did.
  private var end: End?
  /// Bytes of the budget that this input has reserved.
  private var reserved = 0

  private enum End {
    case complete
    case failed(String)
  }

  /// - Parameter budget: Has the memory that may be used.
  init(_ compressed: ContainerInput, _ format: Format, _ budget: ContainerBudget) {
    self.compressed = compressed
    self.format = format
    self.budget = budget
  }

  deinit {
    lzma_end(&stream)
    block.deallocate()
  }

  override func read(into buffer: inout [UInt8]) -> Int {
    if !isStarted { start() }
    while end == nil {
      if stream.avail_in == 0, !isInputOver { fill() }
      let produced = step(&buffer)
      if produced > 0 { return produced }
    }
    if case .failed(let reason)? = end { failure = reason }
    return 0
  }

  private func start() {
    isStarted = true
    let limit = UInt64(max(1, budget.freeMemory))
    // `LZMA_CONCATENATED`, a macro with a cast.
    let isConcatenated: UInt32 = 0x08
    let status =
      switch format {
      case .xz: lzma_stream_decoder(&stream, limit, isConcatenated)
      case .lzma: lzma_alone_decoder(&stream, limit)
      case .lzip: lzma_lzip_decoder(&stream, limit, isConcatenated)
      }
    if status != LZMA_OK { end = .failed("there is no memory to decompress it") }
  }

  private func fill() {
    filled = compressed.next(into: &piece)
    if let failure = compressed.failure { end = .failed(failure) }
    isInputOver = filled == 0
    piece.withUnsafeBytes { block.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<filled])) }
    stream.next_in = UnsafePointer(block.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.avail_in = filled
  }

  /// Decompresses on, at most to the end of the buffer.
  private func step(_ buffer: inout [UInt8]) -> Int {
    guard end == nil else { return 0 }
    let size = buffer.count
    let status = buffer.withUnsafeMutableBufferPointer { output in
      stream.next_out = output.baseAddress
      stream.avail_out = output.count
      return lzma_code(&stream, isInputOver ? LZMA_FINISH : LZMA_RUN)
    }
    switch status {
    case LZMA_OK: noteMemory()
    case LZMA_STREAM_END: end = rest
    case LZMA_MEMLIMIT_ERROR:
      let needed = Counting.bytes(Int(clamping: lzma_memusage(&stream)))
      end = .failed("its decompression needs \(needed) of memory, more than is used for containers")
    case LZMA_BUF_ERROR: end = .failed("it is damaged (it ends too early)")
    default: end = .failed("it is damaged (its compressed data are not valid)")
    }
    return size - stream.avail_out
  }

  /// What follows the end, which lzma files do not mark: of padding with NULs nothing is lost.
  private var rest: End {
    var bytes = piece[(filled - stream.avail_in)..<filled]
    while bytes.allSatisfy({ $0 == 0 }) {
      let count = compressed.next(into: &piece)
      if count == 0 { return compressed.failure.map { .failed($0) } ?? .complete }
      bytes = piece[..<count]
    }
    return .failed("what follows its end is not read")
  }

  private func noteMemory() {
    let used = Int(clamping: lzma_memusage(&stream))
    budget.reserved += used - reserved
    reserved = used
  }
}

extension ContainerKind {
  /// The format that ``LZMAInput`` reads; `nil` for all that libarchive decompresses.
  var formatOfLZMA: LZMAInput.Format? {
    switch self {
    case .compressed(.xz): .xz
    case .compressed(.lzma): .lzma
    case .compressed(.lzip): .lzip
    default: nil
    }
  }
}
