/// Inflates single entries of packs.
struct EntryReader {
  let inflater: Inflater
  /// Declared sizes beyond this are refused.
  let largest: Int

  /// Why an entry gave no bytes.
  enum Fault: Error {
    case header
    case stream
    case lyingSize
    case tooLarge(Int)

    func error(_ id: ObjectID) -> GitError {
      switch self {
      case .header: .corrupt(id, reason: "its entry in the pack has no valid header")
      case .stream: .corrupt(id, reason: "its entry in the pack is not an intact zlib stream of the declared size")
      case .lyingSize: .corrupt(id, reason: "its declared size is beyond what its bytes can hold")
      case .tooLarge(let bytes): .tooLarge(id, bytes: bytes)
      }
    }
  }

  /// Inflates an entry's stream, which must give exactly the declared size.
  ///
  /// - Parameters:
  ///   - pack: Bytes of the pack up to where the stream cannot go beyond.
  ///   - isVerified: Whether the entry has the CRC-32 it should, so that the stream's own checksum tells nothing more.
  func inflate(
    _ entry: PackEntry, of pack: UnsafeRawBufferPointer, isVerified: Bool = false, into buffer: ByteBuffer
  ) throws(Fault) {
    guard entry.dataStart < pack.count else { throw .header }
    let compressed = UnsafeRawBufferPointer(rebasing: pack[entry.dataStart...])
    guard entry.size <= Inflater.largestExpansion(of: compressed.count) else { throw .lyingSize }
    guard entry.size <= largest else { throw .tooLarge(entry.size) }
    // With room for more than it should write, a stream that is too long shows by what it wrote.
    let target = buffer.prepare(entry.size, slack: Inflater.slack)
    let outcome =
      isVerified ? inflater.inflateUnchecked(compressed, into: target) : inflater.inflate(compressed, into: target)
    guard case .done(_, entry.size) = outcome else { throw .stream }
  }
}
