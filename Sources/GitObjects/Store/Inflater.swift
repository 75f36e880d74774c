internal import CDeflate

/// Inflates zlib streams with libdeflate. One per worker: a decompressor is not thread-safe.
final class Inflater {
  /// For streams that begin with a block of fixed Huffman codes, as most deltas do: libdeflate keeps the tables of
  /// these codes until it decodes a block with others, and building them costs more than inflating such a stream.
  private let fixedCodes = Inflater.decompressor()
  private let dynamicCodes = Inflater.decompressor()

  private static func decompressor() -> OpaquePointer {
    // NULL only when a few kilobytes cannot be allocated; the program cannot continue then.
    guard let made = libdeflate_alloc_decompressor() else { fatalError("out of memory") }
    return made
  }

  deinit {
    libdeflate_free_decompressor(fixedCodes)
    libdeflate_free_decompressor(dynamicCodes)
  }

  /// The faster decompressor for a DEFLATE stream whose first byte is `first`: bits 1 and 2 are the type of the first
  /// block, 1 for fixed codes (RFC 1951, 3.2.3).
  private func decompressor(for first: UInt8) -> OpaquePointer { first & 6 == 2 ? fixedCodes : dynamicCodes }

  /// Bytes of output buffer beyond the inflated size that let libdeflate's fast loop, which may write a longest match
  /// and some words at once, run to the end of a stream.
  static let slack = 320

  /// How inflating a zlib stream (RFC 1950) ended.
  enum Status: Equatable {
    /// The stream is complete, and its Adler-32 is right where it was compared. With the bytes read and written.
    case complete(read: Int, written: Int)
    /// The stream inflates to more than the output buffer's size.
    case outputTooSmall
    /// The stream is incomplete or invalid.
    case damaged
  }

  /// Inflates the stream at the start of `input` into `output`, which may be larger than the result.
  func inflate(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Status {
    guard let source = input.baseAddress, let target = output.baseAddress, input.count > 2 else { return .damaged }
    var read = 0
    var written = 0
    switch libdeflate_zlib_decompress_ex(
      decompressor(for: input[2]), source, input.count, target, output.count, &read, &written)
    {
    case LIBDEFLATE_SUCCESS: return .complete(read: read, written: written)
    case LIBDEFLATE_INSUFFICIENT_SPACE: return .outputTooSmall
    default: return .damaged
    }
  }

  /// Inflates the stream at the start of `input` without comparing its Adler-32, for callers that have compared another checksum.
  func inflateUnchecked(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Status {
    guard let source = input.baseAddress, let target = output.baseAddress else { return .damaged }
    // The header says DEFLATE, no dictionary, and is a multiple of 31; four bytes of checksum are at the end (RFC 1950).
    guard input.count >= 6, input[0] & 0x8f == 8, input[1] & 0x20 == 0,
      (UInt16(input[0]) << 8 | UInt16(input[1])) % 31 == 0
    else { return .damaged }
    var read = 0
    var written = 0
    switch libdeflate_deflate_decompress_ex(
      decompressor(for: input[2]), source + 2, input.count - 6, target, output.count, &read, &written)
    {
    case LIBDEFLATE_SUCCESS: return .complete(read: read + 6, written: written)
    case LIBDEFLATE_INSUFFICIENT_SPACE: return .outputTooSmall
    default: return .damaged
    }
  }

  /// Most bytes that a zlib stream can inflate to: DEFLATE encodes at most 258 bytes in two bits.
  ///
  /// - Parameter compressed: Bytes of the stream.
  static func largestExpansion(of compressed: Int) -> Int { compressed &* 1032 &+ 1032 }
}

/// The CRC-32 of bytes, as a pack index has it for each entry.
func crc32(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
  libdeflate_crc32(0, bytes.baseAddress, bytes.count)
}
