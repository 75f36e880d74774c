internal import CDeflate

/// Compressed data inside an encoding.
enum Compression {
  case gzip, zlib

  /// Recognises data by its first bytes: RFC 1952, section 2.3.1; RFC 1950, section 2.2.
  init?(of bytes: Span<UInt8>) {
    guard bytes.count >= 8 else { return nil }
    if bytes[0] == 0x1F, bytes[1] == 0x8B, bytes[2] == 8, bytes[3] < 0x20 {
      self = .gzip
    } else if bytes[0] == 0x78, bytes[1] & 0x20 == 0, (Int(bytes[0]) << 8 | Int(bytes[1])) % 31 == 0 {
      self = .zlib
    } else {
      return nil
    }
  }

  var layer: DecodingLayer {
    switch self {
    case .gzip: .gzip
    case .zlib: .zlib
    }
  }

  /// Why data could not be decompressed.
  enum Failure: Error {
    /// It is damaged, or only looks like compressed data.
    case damaged
    /// It has more bytes than are decompressed.
    case tooLarge
  }

  /// Most bytes that are decompressed.
  static let mostBytes = 64 << 20
  /// No deflated data is more than 1,032 times as long when it is inflated.
  private static let highestRatio = 1032

  /// Everything that the data has, of gzip all members of it.
  ///
  /// - Throws: ``Failure``.
  func decompressed(_ data: [UInt8]) throws(Failure) -> [UInt8] {
    guard let decompressor = libdeflate_alloc_decompressor() else { throw .tooLarge }
    defer { libdeflate_free_decompressor(decompressor) }
    var bytes: [UInt8] = []
    var rest = data[...]
    repeat {
      let (part, used) = try member(Array(rest), decompressor, atMost: Self.mostBytes - bytes.count)
      bytes += part
      rest = rest.dropFirst(used)
    } while self == .gzip && rest.starts(with: [0x1F, 0x8B])
    return bytes
  }

  private func member(
    _ data: [UInt8], _ decompressor: OpaquePointer, atMost most: Int
  ) throws(Failure) -> (bytes: [UInt8], used: Int) {
    let decompress = self == .gzip ? libdeflate_gzip_decompress_ex : libdeflate_zlib_decompress_ex
    var capacity = min(most, max(1024, data.count * 8))
    while true {
      var (result, used) = (LIBDEFLATE_SUCCESS, 0)
      let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        result = decompress(decompressor, data, data.count, buffer.baseAddress, buffer.count, &used, &count)
        if result != LIBDEFLATE_SUCCESS { count = 0 }
      }
      if result == LIBDEFLATE_SUCCESS { return (bytes, used) }
      guard result == LIBDEFLATE_INSUFFICIENT_SPACE, capacity / Self.highestRatio <= data.count else { throw .damaged }
      guard capacity < most else { throw .tooLarge }
      capacity = min(most, capacity * 4)
    }
  }
}
