import Platform

/// The bytes of a container, piece by piece, wherever they are.
class ContainerInput {
  /// Number of bytes where reading can go on at any place; `nil` where it only goes forward.
  var length: Int? { nil }

  /// The first bytes, as far as they are known before anything is read.
  var start: [UInt8] { [] }

  /// Bytes that were read, some of them again.
  private(set) var delivered = 0

  /// Whether it ended before the bytes that it is made of, of which something is not read.
  var hasUnreadRest: Bool { false }

  /// Why reading failed.
  var failure: String?

  /// Reads the next bytes to the start of a buffer, and counts them.
  ///
  /// - Returns: How many there are; 0 at the end, and after a failure.
  final func next(into buffer: inout [UInt8]) -> Int {
    let count = read(into: &buffer)
    delivered += count
    return count
  }

  /// What ``next(into:)`` counts: the part that each kind of input has of its own.
  func read(into buffer: inout [UInt8]) -> Int { 0 }

  /// The same container from its start, apart from where this input is; `nil` where it only goes forward.
  func again() -> ContainerInput? { nil }

  /// Reading goes on at a place of a container with a ``length``.
  func seek(to offset: Int) {}
}

/// A container that is in memory.
final class MemoryInput: ContainerInput {
  let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  override var length: Int? { bytes.count }
  override var start: [UInt8] { bytes }
  override func again() -> ContainerInput? { MemoryInput(bytes) }

  override func read(into buffer: inout [UInt8]) -> Int {
    let count = min(buffer.count, bytes.count - place)
    for index in 0..<count { buffer[index] = bytes[place + index] }
    place += count
    return count
  }

  override func seek(to offset: Int) { place = min(max(0, offset), bytes.count) }
}

/// A container that is a regular file, which stays open meanwhile.
final class FileInput: ContainerInput {
  private let file: OpenStream
  private let size: Int
  private let head: [UInt8]
  private var place = 0

  /// - Parameter head: The first bytes.
  init(_ file: OpenStream, size: Int, head: [UInt8]) {
    self.file = file
    self.size = size
    self.head = head
  }

  override var length: Int? { size }
  override var start: [UInt8] { head }
  override func again() -> ContainerInput? { FileInput(file, size: size, head: head) }

  override func read(into buffer: inout [UInt8]) -> Int {
    do throws(SystemError) {
      let count = try file.read(into: &buffer, at: place)
      place += count
      return count
    } catch {
      failure = error.whileScanning
      return 0
    }
  }

  override func seek(to offset: Int) { place = max(0, offset) }
}

/// A container whose first bytes were read already, of something that is read only once.
final class ForwardInput: ContainerInput {
  private var head: ArraySlice<UInt8>
  private let rest: (inout [UInt8]) -> Result<Int, ContainerFailure>

  /// - Parameter rest: Reads what follows the head to the start of a buffer.
  init(head: [UInt8], rest: @escaping (inout [UInt8]) -> Result<Int, ContainerFailure>) {
    self.head = head[...]
    self.rest = rest
  }

  /// Reads on from a pipe, which stays open meanwhile.
  convenience init(head: [UInt8], _ pipe: OpenStream) {
    self.init(head: head) { buffer in
      do throws(SystemError) { return .success(try pipe.read(into: &buffer, from: 0, count: buffer.count)) } catch {
        return .failure(ContainerFailure(reason: error.whileScanning))
      }
    }
  }

  /// Reads on from a member of another container.
  convenience init(head: [UInt8], _ member: MemberSource) {
    self.init(head: head) { buffer in
      let count = member.read(into: &buffer, from: 0, count: buffer.count)
      if count == 0, let problem = member.problem { return .failure(ContainerFailure(reason: problem)) }
      return .success(count)
    }
  }

  /// Reads on where another input was gathered in part.
  convenience init(head: [UInt8], _ rest: ContainerInput) {
    self.init(head: head) { buffer in
      let count = rest.next(into: &buffer)
      if let failure = rest.failure { return .failure(ContainerFailure(reason: failure)) }
      return .success(count)
    }
  }

  override var start: [UInt8] { Array(head) }

  override func read(into buffer: inout [UInt8]) -> Int {
    guard head.isEmpty else {
      let count = min(buffer.count, head.count)
      for index in 0..<count { buffer[index] = head[head.startIndex + index] }
      head = head.count == count ? [] : head.dropFirst(count)
      return count
    }
    switch rest(&buffer) {
    case .success(let count): return count
    case .failure(let error):
      failure = error.reason
      return 0
    }
  }
}

/// Why bytes of a container could not be read.
struct ContainerFailure: Error {
  var reason: String
}

extension ContainerInput {
  /// Bytes in memory, for formats that must be read from their ends.
  ///
  /// - Returns: What was read, and whether it is all; else the input goes on after it.
  func gathered(limit: Int) -> (bytes: [UInt8], isWhole: Bool) {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= limit {
      let count = next(into: &buffer)
      if count == 0 { return (bytes, failure == nil) }
      bytes += buffer[..<count]
    }
    return (bytes, false)
  }
  /// Bytes at a place of a container that can be read at any place; where reading goes on does not change.
  ///
  /// - Returns: `nil` where there are not as many, or they cannot be read.
  func bytes(from start: Int, count: Int) -> [UInt8]? {
    guard let input = again(), let length = input.length, start >= 0, count >= 0, start <= length - count else {
      return nil
    }
    input.seek(to: start)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: max(1, min(count, 1 << 16)))
    while bytes.count < count {
      let got = input.next(into: &buffer)
      if got == 0 { return nil }
      bytes += buffer[..<min(got, count - bytes.count)]
    }
    return bytes
  }
}
