/// A part of a container that can be read at any place.
final class InputPart: ContainerInput {
  private let whole: ContainerInput
  private let range: Range<Int>
  private var place = 0

  /// - Parameter range: Of the bytes that `whole` has.
  init(_ whole: ContainerInput, _ range: Range<Int>) {
    self.whole = whole
    self.range = range
  }

  override var length: Int? { range.count }
  override var start: [UInt8] {
    whole.bytes(from: range.lowerBound, count: min(range.count, ContainerKind.headSize)) ?? []
  }
  override func again() -> ContainerInput? { whole.again().map { InputPart($0, range) } }
  override func seek(to offset: Int) { place = min(max(0, offset), range.count) }

  override func read(into buffer: inout [UInt8]) -> Int {
    whole.seek(to: range.lowerBound + place)
    let count = min(whole.next(into: &buffer), range.count - place)
    failure = whole.failure
    place += count
    return count
  }
}

extension ContainerInput {
  /// What is before and after a place.
  ///
  /// - Parameter place: Where reading has not come yet; of what only goes forward, the bytes up to it are in memory then.
  func parts(at place: Int) -> (before: ContainerInput, after: ContainerInput) {
    if let length { return (InputPart(self, 0..<place), InputPart(self, place..<length)) }
    var before: [UInt8] = []
    while before.count < place {
      var buffer = [UInt8](repeating: 0, count: min(1 << 16, place - before.count))
      let count = next(into: &buffer)
      if count == 0 { break }
      before += buffer[..<count]
    }
    return (MemoryInput(before), self)
  }
}

/// A container, or a part of one, that is read as a text.
struct InputSource: ByteInput {
  private let input: ContainerInput
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  /// Where in the buffer the bytes are that come next.
  private var pending = 0..<0
  private(set) var bytesRead = 0
  private(set) var ended = false

  init(_ input: ContainerInput) {
    self.input = input
  }

  /// Why reading stopped before the end.
  var failure: String? { input.failure }

  mutating func read(into target: inout [UInt8], from start: Int, count: Int) -> Int {
    if pending.isEmpty, !ended { pending = 0..<input.next(into: &buffer) }
    let got = min(count, pending.count)
    for index in 0..<got { target[start + index] = buffer[pending.lowerBound + index] }
    pending = pending.dropFirst(got)
    bytesRead += got
    ended = got == 0
    return got
  }
}
