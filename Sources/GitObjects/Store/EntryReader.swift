/// Inflates single entries of packs.
struct EntryReader {
  let inflater: Inflater
  /// Entries with a larger declared size, in bytes, are refused.
  let largest: Int

  /// Why an entry could not be inflated.
  enum Fault: Error {
    case header
    case stream
    /// No stream of that length can inflate to the declared size.
    case impossibleSize
    case tooLarge(Int)

    func error(_ id: ObjectID) -> GitError {
      switch self {
      case .header: .corrupt(id, reason: "its entry in the pack has no valid header")
      case .stream: .corrupt(id, reason: "its entry in the pack is not an intact zlib stream of the declared size")
      case .impossibleSize: .corrupt(id, reason: "its declared size is more than its bytes can inflate to")
      case .tooLarge(let bytes): .tooLarge(id, bytes: bytes)
      }
    }
  }

  /// Inflates an entry's stream, which must give exactly the declared size.
  ///
  /// - Parameters:
  ///   - pack: The pack's bytes up to an offset that the stream cannot go beyond.
  ///   - isVerified: Whether the entry has the right CRC-32, so that the stream's own checksum adds nothing.
  /// - Returns: Offset of the stream's end.
  @discardableResult
  func inflate(
    _ header: EntryHeader, of pack: UnsafeRawBufferPointer, isVerified: Bool = false, into buffer: ByteBuffer
  ) throws(Fault) -> Int {
    guard header.dataStart < pack.count else { throw .header }
    let compressed = UnsafeRawBufferPointer(rebasing: pack[header.dataStart...])
    guard header.size <= Inflater.largestExpansion(of: compressed.count) else { throw .impossibleSize }
    guard header.size <= largest else { throw .tooLarge(header.size) }
    // There is memory for more than the declared size, so a stream that is too long shows by what it wrote.
    let target = buffer.prepare(header.size, slack: Inflater.slack)
    let result =
      isVerified ? inflater.inflateUnchecked(compressed, into: target) : inflater.inflate(compressed, into: target)
    guard case .complete(let read, header.size) = result else { throw .stream }
    return header.dataStart + read
  }
}
