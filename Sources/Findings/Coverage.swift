/// What was scanned and what was not: a part of every report.
public struct Coverage: Sendable, Equatable {
  /// Number of files of a working tree, or of a staged change.
  public var files: Int
  /// Number of blobs of git.
  public var blobs: Int
  /// Number of commits.
  public var commits: Int
  /// Bytes of contents that were scanned.
  public var bytes: Int
  /// What could not be read, parsed or reached: makes a scan incomplete.
  public var gaps: [Skip]
  /// Gaps that an ignore file accepts; they do not make a scan incomplete.
  public var accepted: [AcceptedGap] = []
  /// What was left out by design or on request, such as FIFOs, devices and links out of the tree.
  public var leftOut: [Skip]
  /// Remarks on the scan as a whole, such as "the range is empty".
  public var notes: [String]

  /// Creates a coverage from its parts.
  public init(
    files: Int = 0, blobs: Int = 0, commits: Int = 0, bytes: Int = 0, gaps: [Skip] = [], leftOut: [Skip] = [],
    notes: [String] = []
  ) {
    self.files = files
    self.blobs = blobs
    self.commits = commits
    self.bytes = bytes
    self.gaps = gaps
    self.leftOut = leftOut
    self.notes = notes
  }

  /// Whether everything that was requested was scanned, except for accepted gaps.
  public var complete: Bool { gaps.isEmpty }

  /// Whether nothing was left unread, not even what is accepted.
  public var sawEverything: Bool { gaps.isEmpty && accepted.isEmpty }

  /// Names each thing once that several overlapping parts of a scan name.
  public mutating func removeDuplicates() {
    var seenGaps: Set<Skip> = []
    gaps.removeAll { !seenGaps.insert($0).inserted }
    var seenAccepted: Set<AcceptedGap> = []
    accepted.removeAll { !seenAccepted.insert($0).inserted }
    var seenLeftOut: Set<Skip> = []
    leftOut.removeAll { !seenLeftOut.insert($0).inserted }
    var seenNotes: Set<String> = []
    notes.removeAll { !seenNotes.insert($0).inserted }
  }

  /// Adds the counts and lists of another part of the same scan.
  public mutating func add(_ other: Coverage) {
    files += other.files
    blobs += other.blobs
    commits += other.commits
    bytes += other.bytes
    gaps += other.gaps
    accepted += other.accepted
    leftOut += other.leftOut
    notes += other.notes
  }
}

/// Something that was not scanned, and why.
public struct Skip: Sendable, Hashable, Comparable {
  /// Path or object id.
  public var path: String
  /// One sentence without a full stop.
  public var reason: String
  /// Names the path in ignore files where ``path`` is masked.
  public var pathID: Fingerprint?
  /// In a report that was joined from others, the repository that it is in.
  public var repository: String?

  /// Creates a skip from its parts.
  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  /// The path, after the repository where there is one.
  public var place: String { repository.map { "\($0): \(path)" } ?? path }

  /// By path, then by reason.
  public static func < (left: Skip, right: Skip) -> Bool {
    (left.path, left.reason) < (right.path, right.reason)
  }
}
