/// The header of a pack's entry: type, size, and what it is a delta of (gitformat-pack, "Pack file entry").
struct EntryHeader {
  /// How an entry represents its object.
  enum Representation {
    /// Undeltified: the content itself.
    case object(ObjectKind)
    /// `OBJ_OFS_DELTA`: a delta whose base is the entry at an earlier offset of the same pack.
    case offsetDelta(base: Int)
    /// `OBJ_REF_DELTA`: a delta whose base is named by its id.
    case referenceDelta(base: ObjectID)
  }

  let representation: Representation
  /// Declared size of what the zlib stream inflates to: the content or the delta.
  let size: Int
  /// Offset of the zlib stream.
  let dataStart: Int

  /// Parses a header; nil when it is damaged. Nothing beyond the end of `bytes` is read.
  ///
  /// - Parameter offset: Where in `bytes` the entry begins; inside them.
  init?(_ bytes: UnsafeRawBufferPointer, at offset: Int, format: ObjectFormat) {
    let end = bytes.count
    var byte = bytes[offset]
    var next = offset &+ 1
    let type = (byte >> 4) & 7
    var size = Int(byte & 15)
    var shift = 4
    while byte & 0x80 != 0 {
      guard next < end, shift < 56 else { return nil }
      byte = bytes[next]
      next &+= 1
      size |= Int(byte & 0x7f) << shift
      shift &+= 7
    }
    switch type {
    case Self.offsetDeltaType:
      guard let distance = Self.distance(bytes, &next), distance > 0, distance <= offset else { return nil }
      representation = .offsetDelta(base: offset - distance)
    case Self.referenceDeltaType:
      guard next + format.byteCount <= end else { return nil }
      let base = ObjectID(unchecked: UnsafeRawBufferPointer(rebasing: bytes[next...]), format)
      representation = .referenceDelta(base: base)
      next += format.byteCount
    default:
      guard let kind = ObjectKind(rawValue: type) else { return nil }
      representation = .object(kind)
    }
    guard next < end else { return nil }
    self.size = size
    dataStart = next
  }

  private static let offsetDeltaType: UInt8 = 6
  private static let referenceDeltaType: UInt8 = 7

  /// Reads the distance to a base: seven bits per byte, most significant first; each further byte adds one to the bytes
  /// before it, so that no distance can be written in two ways.
  private static func distance(_ bytes: UnsafeRawBufferPointer, _ next: inout Int) -> Int? {
    var distance = -1
    while next < bytes.count, distance < 1 << 54 {
      let byte = bytes[next]
      next &+= 1
      distance = (distance &+ 1) << 7 | Int(byte & 0x7f)
      if byte & 0x80 == 0 { return distance }
    }
    return nil
  }
}
