/// How a text came from an earlier one: which runs were copied from it; everything between them is new.
///
/// Storage is kept when a script is begun anew, so that building one allocates nothing once it has grown.
public struct EditScript: Sendable {
  /// Bytes that are the same in both texts.
  public struct CopiedRun: Sendable, Equatable {
    /// Offset of the run in the earlier text.
    public let baseStart: Int
    /// Offset of the run in the new text.
    public let start: Int
    /// Bytes in the run, at least one.
    public let length: Int

    /// - Parameters:
    ///   - baseStart, start: Offsets in the earlier and the new text.
    ///   - length: At least one.
    @inlinable
    public init(baseStart: Int, start: Int, length: Int) {
      self.baseStart = baseStart
      self.start = start
      self.length = length
    }

    /// Offset after the run's last byte in the new text.
    @inlinable public var end: Int { start + length }
    /// Offset after its last byte in the earlier text.
    @inlinable public var baseEnd: Int { baseStart + length }
  }

  /// The copied runs in order of ``CopiedRun/start``; none overlap in the new text, and runs that adjoin in both texts are joined.
  @inlinable public var runs: [CopiedRun] { storage }
  /// Bytes of the new text described so far.
  @inlinable public var length: Int { end }

  @usableFromInline var storage: [CopiedRun] = []
  @usableFromInline var end = 0

  /// The script of an empty text.
  @inlinable
  public init() {}

  /// Begins the script of another text; keeps the storage.
  @inlinable
  public mutating func removeAll() {
    storage.removeAll(keepingCapacity: true)
    end = 0
  }

  /// Goes on with bytes of the earlier text.
  @inlinable
  public mutating func copy(from baseStart: Int, count: Int) {
    guard count > 0 else { return }
    if let last = storage.last, last.end == end, last.baseEnd == baseStart {
      storage[storage.count - 1] = CopiedRun(
        baseStart: last.baseStart, start: last.start, length: last.length + count)
    } else {
      storage.append(CopiedRun(baseStart: baseStart, start: end, length: count))
    }
    end += count
  }

  /// Goes on with new bytes.
  @inlinable
  public mutating func insert(count: Int) {
    end += count
  }

  /// Whether something is true of the range of new bytes before, between or after two copied runs, which may be empty.
  @inlinable
  public func containsInserted(where isTrue: (Range<Int>) -> Bool) -> Bool {
    var copied = 0
    for run in storage {
      if isTrue(copied..<run.start) { return true }
      copied = run.end
    }
    return isTrue(copied..<end)
  }
}
