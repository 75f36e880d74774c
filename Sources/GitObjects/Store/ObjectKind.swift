/// The four types of object, with the numbers that packs use for them (gitformat-pack).
public enum ObjectKind: UInt8, Sendable, CaseIterable {
  /// A commit: a tree, parents, author, committer and message.
  case commit = 1
  /// A directory.
  case tree = 2
  /// The content of a file.
  case blob = 3
  /// An annotated tag.
  case tag = 4

  /// The word in a loose object's header and in the text that is hashed.
  public var name: String {
    switch self {
    case .commit: "commit"
    case .tree: "tree"
    case .blob: "blob"
    case .tag: "tag"
    }
  }

  init?(name: some Sequence<UInt8>) {
    guard let kind = Self.allCases.first(where: { name.elementsEqual($0.name.utf8) }) else { return nil }
    self = kind
  }
}

/// The hash that names a repository's objects (`extensions.objectFormat`).
public enum ObjectFormat: Sendable {
  /// SHA-1, 20 bytes.
  case sha1
  /// SHA-256, 32 bytes.
  case sha256

  /// Length of an id in bytes.
  public var byteCount: Int { self == .sha1 ? 20 : 32 }

  init?(byteCount: Int) {
    switch byteCount {
    case 20: self = .sha1
    case 32: self = .sha256
    default: return nil
    }
  }

  /// Id of the tree without entries, which git resolves even if no repository contains it.
  public var emptyTree: ObjectID {
    let nothing: [UInt8] = []
    return contentID(of: nothing.span, kind: .tree, format: self)
  }
}
