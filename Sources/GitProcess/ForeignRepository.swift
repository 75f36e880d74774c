internal import Platform

/// Has git open a repository of another user, as one that is mounted into a container is.
///
/// git refuses such a repository, since its configuration could run programs. Here it cannot
/// (``GitEnvironment/safeSettings``), but a repository above the folder that the user named could still decide what is
/// listed: one that a stranger made in `/tmp` would apply to every folder there. So git's refusal is lifted for a
/// repository of the same owner as the folder only, who could have put into it whatever they liked.
enum ForeignRepository {
  /// Settings that let git open the repository around a folder; none when git opens it anyhow, or should not.
  ///
  /// Costs one call of `stat` for a folder of the user's own. git before 2.38 ignores the setting and refuses as before.
  static func settings(for folder: String) -> [String] {
    guard let owner = owner(of: folder), owner != ThisProcess.user, let found = GitFolder(around: folder),
      [found.top, found.entry, found.path].allSatisfy({ self.owner(of: $0) == owner })
    else { return [] }
    return ["-c", "safe.directory=\(found.top)"]
  }

  private static func owner(of path: String) -> UInt32? { (try? FileStatus(of: path))?.owner.user }
}
