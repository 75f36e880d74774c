import Platform

/// What a text is read from, once, from its start to its end.
protocol ByteInput: ~Copyable {
  /// Whether nothing more comes.
  var ended: Bool { get }

  /// Reads once into a part of a buffer.
  ///
  /// - Returns: How many bytes were read; 0 at the end or after a failure.
  mutating func read(into buffer: inout [UInt8], from start: Int, count: Int) -> Int
}

/// An open file or pipe that is read to its end.
struct ByteSource: ByteInput, ~Copyable {
  /// Open for as long as the source exists.
  let stream: OpenStream
  /// Keeps the stream open; `nil` where it is someone else's.
  private let owner: Descriptor?
  private(set) var bytesRead = 0
  private(set) var ended = false
  /// Why reading stopped before the end.
  private(set) var failure: SystemError?
  /// Reading stops here: a file that grows as fast as it is read would never end.
  var longest = Int.max

  /// Reads what is closed with the source.
  init(_ descriptor: consuming Descriptor) {
    stream = descriptor.stream
    owner = consume descriptor
  }

  /// Reads what stays open.
  init(_ stream: OpenStream) {
    self.stream = stream
    owner = nil
  }

  /// Size and kind as they are now.
  borrowing func status() throws(SystemError) -> FileStatus { try stream.status() }

  mutating func read(into buffer: inout [UInt8], from start: Int, count: Int) -> Int {
    if ended { return 0 }
    do {
      let got = try stream.read(into: &buffer, from: start, count: count)
      bytesRead += got
      ended = got == 0 || bytesRead >= longest
      return got
    } catch {
      failure = error
      ended = true
      return 0
    }
  }
}
