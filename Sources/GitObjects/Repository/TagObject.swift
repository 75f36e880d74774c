/// An annotated tag (git-mktag).
struct TagObject {
  /// The object that it names.
  let target: ObjectID

  /// - Parameter content: The tag's bytes.
  /// - Returns: `nil` when its first line names no object.
  init?(_ content: [UInt8]) {
    let line = content.prefix { $0 != UInt8(ascii: "\n") }
    guard line.starts(with: "object ".utf8), let id = ObjectID(hex: line.dropFirst(7)) else { return nil }
    target = id
  }
}
