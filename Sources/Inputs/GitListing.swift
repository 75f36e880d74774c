import GitProcess

/// What git tells about the files of a working tree.
enum GitListing {
  enum Answer {
    /// Paths relative to the folder; a final slash marks an untracked repository.
    case listed([ArraySlice<UInt8>])
    /// The folder itself is hidden by an ignore rule.
    case ignoredFolder
    /// With the reason in a few words.
    case failed(String)
  }

  /// Asks for the tracked files and the untracked ones that are not ignored.
  ///
  /// - Parameter folder: Absolute path of a folder in a working tree.
  static func paths(in folder: [UInt8]) -> Answer {
    guard let path = String(validating: folder, as: UTF8.self) else { return .failed("its path is not UTF-8") }
    let git = Git(in: path)
    do {
      let listed = try git.run(["ls-files", "-z", "-c", "-o", "--exclude-standard"])
      let paths = listed.standardOutput.split(separator: 0)
      // Nothing at all may mean that the folder is ignored: then what was named would be skipped in silence.
      if paths.isEmpty, try git.run(["check-ignore", "-q", "--", "."], accepting: [0, 1]).status == 0 {
        return .ignoredFolder
      }
      return .listed(paths)
    } catch {
      return .failed(error.description)
    }
  }
}
