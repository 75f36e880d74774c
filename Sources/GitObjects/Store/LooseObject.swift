/// Reads objects that are in files of their own (gitformat-loose): zlib over "kind size NUL content".
enum LooseObject {
  /// Path of an object's file.
  static func path(of id: ObjectID, in folder: String) -> String {
    let hex = id.hex
    return "\(folder)/\(hex.prefix(2))/\(hex.dropFirst(2))"
  }

  /// Ids of all loose objects in an `objects` folder, ascending, and why folders could not be listed.
  static func ids(in folder: String, format: ObjectFormat) -> (ids: [ObjectID], problems: [GitError]) {
    let digits = Array("0123456789abcdef")
    var ids: [ObjectID] = []
    var problems: [GitError] = []
    for high in digits {
      for low in digits {
        do throws(GitError) {
          for name in try Files.names(in: "\(folder)/\(high)\(low)") {
            guard let id = ObjectID("\(high)\(low)\(name)"), id.format == format else { continue }
            ids.append(id)
          }
        } catch {
          problems.append(error)
        }
      }
    }
    return (ids.sorted(), problems)
  }

  /// Reads and inflates an object's file into `buffer`.
  ///
  /// - Parameter largest: Objects of more bytes are refused.
  /// - Returns: The kind, and where the content begins in `buffer`.
  static func read(
    _ id: ObjectID, in folder: String, with inflater: Inflater, into buffer: ByteBuffer, largest: Int
  ) throws(GitError) -> (kind: ObjectKind, contentStart: Int) {
    let compressed = try Files.read(path(of: id, in: folder), limit: largest)
    return try inflate(compressed, id, with: inflater, into: buffer, largest: largest)
  }

  /// Inflates the bytes of an object's file.
  ///
  /// The size is not known before the stream is inflated, so the buffer grows as the stream needs it, and never beyond
  /// what DEFLATE can yield from this many bytes.
  ///
  /// - Returns: The kind, and where the content begins in `buffer`.
  static func inflate(
    _ compressed: [UInt8], _ id: ObjectID, with inflater: Inflater, into buffer: ByteBuffer, largest: Int
  ) throws(GitError) -> (kind: ObjectKind, contentStart: Int) {
    let most = min(Inflater.largestExpansion(of: compressed.count), largest + 64)
    var capacity = min(max(compressed.count * 4, 8192), most)
    while true {
      let target = buffer.prepare(capacity)
      switch compressed.withUnsafeBytes({ inflater.inflate($0, into: target) }) {
      case .complete(_, let written):
        return try header(id, UnsafeRawBufferPointer(rebasing: target[..<written]), buffer)
      case .outputTooSmall where capacity < most:
        capacity = min(capacity * 4, most)
      case .outputTooSmall:
        throw .tooLarge(id, bytes: capacity)
      case .damaged:
        throw .corrupt(id, reason: "its file is not an intact zlib stream")
      }
    }
  }

  private static func header(
    _ id: ObjectID, _ bytes: UnsafeRawBufferPointer, _ buffer: ByteBuffer
  ) throws(GitError) -> (kind: ObjectKind, contentStart: Int) {
    let start = bytes.prefix(32)
    guard let end = start.firstIndex(of: 0), let blank = start[..<end].firstIndex(of: UInt8(ascii: " ")),
      let kind = ObjectKind(name: start[..<blank]),
      let size = Int(String(decoding: start[(blank + 1)..<end], as: UTF8.self)), size == bytes.count - end - 1
    else { throw .corrupt(id, reason: "the header of its file does not match its content") }
    buffer.shorten(to: bytes.count)
    return (kind, end + 1)
  }
}
