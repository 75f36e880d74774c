/// The object that a revision or ref names, found by following annotated tags.
public struct NamedObject: Hashable, Sendable {
  /// The annotated tags that were followed, outermost first.
  public let tags: [ObjectID]
  /// The object that the last one names: a commit, a tree or a blob.
  public let target: ObjectID
  /// The kind of the target.
  public let kind: ObjectKind

  /// Most tags of tags that are followed. A loop would need a broken hash; a forged one ends here.
  private static let mostTags = 64

  /// Follows an id to the object that is no tag.
  ///
  /// - Throws: ``GitError`` when the object or a tag cannot be read.
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
