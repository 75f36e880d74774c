internal import CDeflate

/// Inflates zlib streams with libdeflate; each worker has its own.
final class Inflater {
  /// For streams that begin with a block of fixed Huffman codes, as most deltas do: libdeflate keeps the tables of
  /// these codes until it meets others, and making them costs more than inflating such a stream.
  private let ofFixedCodes = Inflater.decompressor()
  private let ofOwnCodes = Inflater.decompressor()

  private static func decompressor() -> OpaquePointer {
    // NULL only when a few kilobytes of memory cannot be had; nothing could go on then.
    guard let made = libdeflate_alloc_decompressor() else { fatalError("out of memory") }
    return made
  }

  deinit {
    libdeflate_free_decompressor(ofFixedCodes)
    libdeflate_free_decompressor(ofOwnCodes)
  }

  /// The decompressor that is quickest for a DEFLATE stream that begins with `first`: bits 1 and 2 tell the type of
  /// the first block, 1 for fixed codes (RFC 1951, 3.2.3).
  private func decompressor(for first: UInt8) -> OpaquePointer { first & 6 == 2 ? ofFixedCodes : ofOwnCodes }

  /// Bytes of room after what a stream holds that let libdeflate's quick loop, which may write a longest match and
  /// some words at once, inflate it to its end.
  static let slack = 320

  /// How a zlib stream (RFC 1950) ended.
  enum Outcome: Equatable {
    /// Complete, with a right Adler-32 where that is compared: bytes read and bytes written.
    case done(read: Int, written: Int)
    /// There is more than fits.
    case outputTooSmall
    /// Not a whole, intact stream.
    case damaged
  }

  /// Inflates the stream at the start of `input` into `output`, which it need not fill.
  func inflate(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Outcome {
    guard let source = input.baseAddress, let target = output.baseAddress, input.count > 2 else { return .damaged }
    var read = 0
    var written = 0
    switch libdeflate_zlib_decompress_ex(
      decompressor(for: input[2]), source, input.count, target, output.count, &read, &written)
    {
    case LIBDEFLATE_SUCCESS: return .done(read: read, written: written)
    case LIBDEFLATE_INSUFFICIENT_SPACE: return .outputTooSmall
    default: return .damaged
    }
  }

  /// Inflates the stream at the start of `input` without comparing its Adler-32: the caller has another checksum.
  func inflateUnchecked(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Outcome {
    guard let source = input.baseAddress, let target = output.baseAddress else { return .damaged }
    // Method and window of DEFLATE, no dictionary, divisible by 31; and four bytes of checksum in the end (RFC 1950).
    guard input.count >= 6, input[0] & 0x8f == 8, input[1] & 0x20 == 0,
      (UInt16(input[0]) << 8 | UInt16(input[1])) % 31 == 0
    else { return .damaged }
    var read = 0
    var written = 0
    switch libdeflate_deflate_decompress_ex(
      decompressor(for: input[2]), source + 2, input.count - 6, target, output.count, &read, &written)
    {
    case LIBDEFLATE_SUCCESS: return .done(read: read + 6, written: written)
    case LIBDEFLATE_INSUFFICIENT_SPACE: return .outputTooSmall
    default: return .damaged
    }
  }

  /// The largest factor by which DEFLATE can expand: 258 bytes for two bits, and something for the header.
  static func largestExpansion(of compressed: Int) -> Int { compressed &* 1032 &+ 1032 }
}

/// CRC-32 of bytes, as a pack index keeps it for each entry.
func crc32(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
  libdeflate_crc32(0, bytes.baseAddress, bytes.count)
}
