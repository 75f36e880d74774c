/// A git repository that a scan was in, as it was then.
public struct ScannedRepository: Sendable, Hashable {
  /// What the paths of its files begin with in the report; `.` when they begin at its top.
  public var path: String
  /// Address of its main remote as it is configured, without credentials; `nil` when it has none.
  public var remote: String?
  /// The branch that was checked out, such as `main`; `nil` when none was.
  public var branch: String?
  /// Full id of the commit that was checked out; `nil` before the first one.
  public var commit: String?

  /// Creates a repository from its parts.
  public init(path: String = ".", remote: String? = nil, branch: String? = nil, commit: String? = nil) {
    self.path = path
    self.remote = remote
    self.branch = branch
    self.commit = commit
  }
}
