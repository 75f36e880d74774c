import Text

/// A member's content, within the bounds of its container.
final class MemberSource: ByteInput {
  private let archive: ArchiveReader
  private let budget: ContainerBudget
  private let level: Int
  private let limit: Int
  private(set) var bytesRead = 0
  private(set) var ended = false
  /// Whether the member is longer than what is read.
  private(set) var isCut = false

  /// - Parameters:
  ///   - level: How many containers are around the one that the member is in.
  ///   - memory: Most bytes that may be made where decompressing takes as much memory; `nil` where it does not.
  init(_ archive: ArchiveReader, _ budget: ContainerBudget, level: Int, memory: Int?) {
    self.archive = archive
    self.budget = budget
    self.level = level
    limit = min(budget.bounds.memberSize, memory ?? .max)
  }

  /// Whether it is cut so that what decompresses it takes no more memory.
  var isCutForMemory: Bool { isCut && limit < budget.bounds.memberSize }

  /// What libarchive reports of it.
  var failure: ArchiveReader.Failure? { archive.contentFailure }

  func read(into buffer: inout [UInt8], from start: Int, count: Int) -> Int {
    guard !ended, !budget.isStopped else {
      ended = true
      return 0
    }
    // Short reads, so that no bound is passed by much.
    let got = archive.read(into: &buffer, from: start, count: min(count, Self.piece))
    budget.add(got, level: level)
    budget.checkTime()
    bytesRead += got
    isCut = bytesRead > limit
    ended = got == 0 || isCut || budget.isStopped
    return got
  }

  private static let piece = 1 << 20

  /// Why reading stopped before the end; `nil` when it did not.
  var problem: String? {
    if isCutForMemory {
      return
        "only its first \(Counting.number(bytesRead)) bytes are read, since decompressing more, or what follows it in its "
        + "container, may take more memory than is used for containers"
    }
    if isCut {
      return "only its first \(Counting.number(limit)) bytes are read; max_member_size of [archives] sets how many"
    }
    return failure.map(\.damage) ?? budget.stopReason
  }
}

/// A text that is in memory.
struct MemorySource: ByteInput {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var ended: Bool { place == bytes.count }

  mutating func read(into buffer: inout [UInt8], from start: Int, count: Int) -> Int {
    let got = min(count, bytes.count - place)
    for index in 0..<got { buffer[start + index] = bytes[place + index] }
    place += got
    return got
  }
}
