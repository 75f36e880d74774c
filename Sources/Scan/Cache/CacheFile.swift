import Findings

/// The form of a cache file: a line of text, the digest of all that the verdicts depend on, the records of what is known,
/// and a digest of all that. Nothing in it comes from a content but ids, sizes, and commits' times.
enum CacheFile {
  /// Why a cache file is of no use, after its path.
  enum Fault: String, Error {
    /// It is not what this program wrote, or not all of it.
    case damaged = "is damaged"
    /// Another program, other rules or another kind of repository made it.
    case foreign = "was made by another version of leaksift or with other rules"
  }

  private static let heading = Array("leaksift cache 2\n".utf8)

  /// Where the records are in a file.
  ///
  /// - Parameter identity: What verdicts depend on now.
  static func records(in file: [UInt8], identity: Digest) throws(Fault) -> Range<Int> {
    let start = heading.count + Digest.byteCount
    guard file.count >= start + Digest.byteCount, file.starts(with: heading) else { throw .damaged }
    let end = file.count - Digest.byteCount
    guard digest(of: file[..<end]).bytes.elementsEqual(file[end...]) else { throw .damaged }
    guard identity.bytes.elementsEqual(file[heading.count..<start]) else { throw .foreign }
    return start..<end
  }

  /// What precedes the records.
  static func start(identity: Digest) -> [UInt8] { heading + identity.bytes }

  /// Ends a file that has its records.
  static func end(_ file: inout [UInt8]) {
    file += digest(of: file[...]).bytes
  }

  /// A digest that needs no second copy of the file.
  private static func digest(of content: ArraySlice<UInt8>) -> Digest {
    stride(from: 0, to: content.count, by: 1 << 20).reduce(Digest(of: [])) { digest, start in
      Digest(of: content[start..<min(start + 1 << 20, content.count)], after: digest)
    }
  }
}
