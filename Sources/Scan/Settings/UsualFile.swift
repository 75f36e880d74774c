/// A file of leaksift's that nobody has to name: at the top of a repository, or in the folder itself outside of repositories.
public enum UsualFile: String, Sendable {
  case configuration = ".leaksift.toml"
  case ignoreFile = ".leaksiftignore"
  case baseline = ".leaksift-baseline"

  /// Where the file is, or would be.
  ///
  /// - Parameter folder: Any folder of the project.
  public func path(of folder: String) -> String { ProjectFolder.file(rawValue, in: Self.top(of: folder)) }

  /// The folder that these files are in.
  ///
  /// - Parameter folder: Any folder of the project.
  public static func top(of folder: String) -> String { ProjectFolder.around(folder).last?.path ?? folder }
}
