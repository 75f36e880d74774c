extension Repository {
  /// The address of the main remote: the one that a branch follows, else `origin`, else the first by name.
  ///
  /// - Parameter branch: A branch's full name, such as `refs/heads/main`; `nil` for none.
  /// - Returns: The address as it is configured, which may contain credentials; `nil` when there is no remote.
  /// - Throws: ``GitError`` when the configuration cannot be read.
  public func remoteAddress(of branch: String? = nil) throws(GitError) -> String? {
    if bundle != nil { return nil }
    let config = try ConfigFile(path: "\(commonDirectory)/config")
    let followed = branch.map(Self.shortName(ofBranch:)).flatMap { config["branch.\($0).remote"] }
    if let address = [followed, "origin"].lazy.compactMap({ $0 }).compactMap({ config["remote.\($0).url"] }).first {
      return address
    }
    return config.values.keys.filter { $0.hasPrefix("remote.") && $0.hasSuffix(".url") }.min().flatMap { config[$0] }
  }

  /// A branch's name as people write it: `main` for `refs/heads/main`.
  public static func shortName(ofBranch name: String) -> String {
    name.hasPrefix("refs/heads/") ? String(name.dropFirst("refs/heads/".count)) : name
  }
}
