/// What a revision or ref names, followed through annotated tags.
public struct NamedObject: Hashable, Sendable {
  /// The annotated tags on the way, outermost first.
  public let tags: [ObjectID]
  /// What is at the end: a commit, a tree or a blob.
  public let target: ObjectID
  public let kind: ObjectKind

  /// Tags of tags end somewhere: a loop would need a broken hash, a forged one is cut here.
  private static let mostTags = 64

  /// - Throws: ``GitError`` when an object on the way cannot be read.
  public init(_ id: ObjectID, _ reader: ObjectReader) throws(GitError) {
    var tags: [ObjectID] = []
    var id = id
    while true {
      let object = try reader.read(id)
      guard object.kind == .tag else {
        self.tags = tags
        target = id
        kind = object.kind
        return
      }
      guard tags.count < Self.mostTags, let tag = TagObject(object.content) else {
        throw .corrupt(id, reason: "the tag names no object")
      }
      tags.append(id)
      id = tag.target
    }
  }
}
