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
    do {
      let answer = try runGit(["ls-files", "-z", "-c", "-o", "--exclude-standard"], in: folder)
      guard answer.status == 0 else { return .failed(answer.complaint) }
      let paths = answer.output.split(separator: 0)
      // Nothing at all may mean that the folder is ignored: then what was named would be skipped in silence.
      if paths.isEmpty, try runGit(["check-ignore", "-q", "--", "."], in: folder).status == 0 { return .ignoredFolder }
      return .listed(paths)
    } catch {
      return .failed(error.description)
    }
  }
}
