import Findings
import GitObjects

/// An object that holds no candidate of any rule.
struct CleanObject: Sendable {
  var id: ObjectID
  /// Bytes of its content.
  var size: UInt32
}

/// The form of a cache file: a line of text, the digest of all that the verdicts depend on, the ids of clean objects,
/// each with four bytes of size, and a digest of all that. Nothing in it comes from a content but the content's id.
enum CacheFile {
  /// Why a cache file is of no use, after its path.
  enum Fault: String, Error {
    /// It is not what this program wrote, or not all of it.
    case damaged = "is damaged"
    /// Another program, other rules or another kind of repository made it.
    case foreign = "was made by another version of leaksift or with other rules"
  }

  private static let heading = Array("leaksift cache 1\n".utf8)
  private static let sizeBytes = 4

  /// - Parameter identity: What verdicts depend on now.
  static func objects(
    in file: [UInt8], _ format: ObjectFormat, identity: Digest
  ) throws(Fault) -> [CleanObject] {
    let start = heading.count + Digest.byteCount
    guard file.count >= start + Digest.byteCount, file.starts(with: heading) else { throw .damaged }
    let end = file.count - Digest.byteCount
    guard Digest(of: file[..<end]).bytes.elementsEqual(file[end...]) else { throw .damaged }
    guard identity.bytes.elementsEqual(file[heading.count..<start]) else { throw .foreign }
    let stride = format.byteCount + sizeBytes
    guard (end - start) % stride == 0 else { throw .damaged }
    let bytes = file.span
    return Swift.stride(from: start, to: end, by: stride).compactMap { place in
      let sizeStart = place + format.byteCount
      let size = (0..<sizeBytes).reduce(0) { $0 | UInt32(bytes[sizeStart + $1]) << (8 * UInt32($1)) }
      return ObjectID(bytes.extracting(place..<sizeStart)).map { CleanObject(id: $0, size: size) }
    }
  }

  /// The bytes of a file that remembers some objects.
  static func bytes(of objects: [CleanObject], identity: Digest) -> [UInt8] {
    var file = heading + identity.bytes
    for object in objects {
      file += object.id.bytes
      for place in 0..<sizeBytes { file.append(UInt8(truncatingIfNeeded: object.size >> (8 * UInt32(place)))) }
    }
    return file + Digest(of: file).bytes
  }
}
