/// A commit's fields (git-commit-tree). Malformed fields are left empty; only a missing tree makes a commit unreadable.
public struct CommitObject: Hashable, Sendable {
  /// The tree of its files.
  public let tree: ObjectID
  /// Its parents, in the order of the commit.
  public let parents: [ObjectID]
  /// Who wrote the change.
  public let author: Signature
  /// Who made the commit.
  public let committer: Signature
  /// Everything after the header's empty line.
  public let message: [UInt8]
  /// Offset in the commit's bytes at which what people wrote begins: the author's name, or what is in its place.
  public let textStart: Int

  /// The first line of the message that is not blank; empty when there is none.
  public var subject: [UInt8] {
    Array(message.split(separator: UInt8(ascii: "\n")).first { !$0.trimmingBlanks.isEmpty } ?? [])
  }

  /// Parses a commit.
  ///
  /// - Parameter content: The commit's bytes.
  /// - Returns: `nil` when it names no tree.
  public init?(_ content: [UInt8]) {
    var tree: ObjectID?
    var parents: [ObjectID] = []
    var author: ArraySlice<UInt8> = []
    var committer: ArraySlice<UInt8> = []
    var textStart: Int?
    var start = 0
    while start < content.count {
      let end = content[start...].firstIndex(of: UInt8(ascii: "\n")) ?? content.count
      let line = content[start..<end]
      start = end + 1
      if line.isEmpty { break }
      guard let blank = line.firstIndex(of: UInt8(ascii: " ")) else { continue }
      let value = line[(blank + 1)...]
      let key = String(decoding: line[..<blank], as: UTF8.self)
      if key != "tree", key != "parent" {
        textStart = textStart ?? (key == "author" ? value.startIndex : line.startIndex)
      }
      switch key {
      case "tree": tree = tree ?? ObjectID(hex: value)
      case "parent": if let parent = ObjectID(hex: value) { parents.append(parent) }
      case "author": author = value
      case "committer": committer = value
      default: break
      }
    }
    guard let tree else { return nil }
    self.tree = tree
    self.parents = parents
    self.author = Signature(author)
    self.committer = Signature(committer)
    let messageStart = min(start, content.count)
    message = Array(content[messageStart...])
    self.textStart = textStart ?? messageStart
  }
}
