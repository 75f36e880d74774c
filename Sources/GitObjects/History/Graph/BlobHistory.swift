/// The paths of a blob in a history, and since when it is there.
public struct BlobHistory: Sendable {
  /// The blob.
  public let blob: ObjectID
  /// Its paths, oldest first, then by path.
  public let paths: [BlobPath]
  /// Whether it has more paths than are listed.
  public let hasMorePaths: Bool
  /// Number of commits whose tree contains it.
  public let commitCount: Int
  /// When `HEAD` lost it; `nil` when no commit before `HEAD` has it, and not looked up where all paths are in `HEAD`.
  public let departure: HeadDeparture?
  /// Whether any ref leads to it; a blob that a tag names directly is reachable without a path.
  public let isReachable: Bool

  /// Whether it is in `HEAD`.
  public var isInHead: Bool { paths.contains { $0.isInHead } }
}

/// The end of a blob's time in the commits that lead to `HEAD`.
public struct HeadDeparture: Hashable, Sendable {
  /// Rank of the last of these commits that has the blob, at any path, older ones first.
  public let rank: Int
  /// The first of these commits after it, which took the blob away; `nil` when `HEAD` itself has it.
  public let commit: ObjectID?
}

/// A path of a blob.
public struct BlobPath: Hashable, Sendable {
  /// Path from the repository's root, any bytes.
  public let path: [UInt8]
  /// The first commit with the blob at this path: parents come before children, others are ordered by time. Nil when only
  /// a tag of a tree leads there.
  public let firstCommit: ObjectID?
  /// Its rank among the paths of all blobs, older ones first.
  public let rank: Int
  /// Whether the blob is there in `HEAD`.
  public let isInHead: Bool
}
