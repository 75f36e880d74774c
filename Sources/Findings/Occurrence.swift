/// One place where a finding is.
public struct Occurrence: Sendable, Hashable {
  /// Path relative to the scanned root, `/` between parts; bytes that are not UTF-8 as `\xNN`. Of a container's member
  /// the container's path and, after `!`, the member's: `outer.zip!inner/a.txt`.
  public var path: String
  /// Names the path in ignore files where ``path`` is masked.
  public var pathID: Fingerprint?
  /// 1-based; 0 when the finding is about the whole file.
  public var line: Int
  /// 1-based, in bytes of the (decoded) text.
  public var column: Int
  /// 1-based; the line of the secret's last byte.
  public var endLine: Int
  /// 1-based, exclusive: the column after the secret's last byte.
  public var endColumn: Int
  /// The line with its secrets masked; `nil` when there is nothing to show.
  public var excerpt: Excerpt?
  /// The commit that brought it, in scans of git history.
  public var commit: Commit?
  /// Whether the place is still in HEAD; `nil` outside history scans.
  public var inHead: Bool?
  /// In how many commits the content lives; `nil` outside history scans.
  public var commitCount: Int?
  /// What took it out of HEAD; `nil` while HEAD has it, and where that is not known.
  public var removal: Removal?
  /// Name of the encoding that hid the secret, such as `base64`.
  public var decodedFrom: String?
  /// Digest of the layer of a container image that the place is in; `nil` outside images.
  public var layer: String?
  /// The page of the place at the repository's host, of a container's member that of the container; `nil` when the host is
  /// not known, or the place is in no commit.
  public var link: String?
  /// In a report that was joined from others, the repository that the place is in: its remote, else its path.
  public var repository: String?
  /// The session that the place is in, in scans of sessions.
  public var session: SessionPlace?

  /// Creates an occurrence from its parts.
  public init(
    path: String, line: Int, column: Int, endLine: Int, endColumn: Int, excerpt: Excerpt? = nil,
    commit: Commit? = nil, inHead: Bool? = nil, commitCount: Int? = nil, decodedFrom: String? = nil
  ) {
    self.path = path
    self.line = line
    self.column = column
    self.endLine = endLine
    self.endColumn = endColumn
    self.excerpt = excerpt
    self.commit = commit
    self.inHead = inHead
    self.commitCount = commitCount
    self.decodedFrom = decodedFrom
  }

  /// Reading order: repository, path, place in the file, then commit.
  public static func precedes(_ left: Occurrence, _ right: Occurrence) -> Bool {
    if left.repository != right.repository { return left.repository ?? "" < right.repository ?? "" }
    let leftKey = (left.path, left.line, left.column)
    let rightKey = (right.path, right.line, right.column)
    if leftKey != rightKey { return leftKey < rightKey }
    return (left.endLine, left.endColumn, left.commit?.id ?? "") < (
      right.endLine, right.endColumn, right.commit?.id ?? ""
    )
  }
}

/// A line, or the middle of a long one, as a report may show it.
public struct Excerpt: Sendable, Hashable {
  /// Text before, in and after the secret; the secret and its neighbours on the line are masked
  /// unless the user asked for `--show-secrets`. Not escaped for a terminal.
  public var before: String
  /// The masked secret.
  public var secret: String
  /// The text after the secret, masked like that before it.
  public var after: String

  /// Creates an excerpt from its parts.
  public init(before: String, secret: String, after: String) {
    self.before = before
    self.secret = secret
    self.after = after
  }
}

/// What a report says about a commit.
public struct Commit: Sendable, Hashable {
  /// Full lower-case hexadecimal object id.
  public var id: String
  /// The author's name, as the commit has it.
  public var author: String
  /// The author's e-mail address, as the commit has it.
  public var email: String
  /// Author time in seconds since 1970-01-01 UTC.
  public var time: Int64
  /// First line of the message.
  public var subject: String
  /// The commit's page at the repository's host; `nil` when the host is not known.
  public var link: String?

  /// Creates a commit from its parts.
  public init(id: String, author: String, email: String, time: Int64, subject: String) {
    self.id = id
    self.author = author
    self.email = email
    self.time = time
    self.subject = subject
  }
}
