public import Content

/// An environment file and how it is kept out of git.
public struct DotEnvFile: Sendable {
  /// Whether, and for whom, git ignores the file.
  public enum Protection: Sendable, Equatable {
    /// In git's index, or in `HEAD`: every ignore rule is without effect.
    case committed
    /// In commits, and no longer in `HEAD`.
    case inHistory
    /// No ignore rule applies; with the negation that prevents it, if there is one.
    case unprotected(negation: IgnoreRule?)
    /// An ignore rule that only this machine has.
    case local(IgnoreRule)
    /// A rule of a `.gitignore` that git does not have yet.
    case uncommittedRule(IgnoreRule)
    /// A rule that everyone's clone has.
    case ignored(IgnoreRule)
    /// There is no repository, and so nothing that protects.
    case outsideRepository
    /// git gave no answer; with the reason.
    case unknown(String)
  }

  /// The file, in the listing of which it is.
  public var file: ListedFile
  /// Absolute path of the repository's top; `nil` outside of one.
  public var repository: [UInt8]?
  /// What keeps the file out of git.
  public var protection: Protection
  /// The file's settings; `nil` when it could not be read.
  public var entries: [DotEnvEntry]?
  /// What takes the file along, when it has secrets.
  public var shipments: [Shipment] = []
}

/// A line of an ignore file.
public struct IgnoreRule: Sendable, Equatable {
  /// The file as git names it: relative to the repository's top, or absolute.
  public var source: [UInt8]
  /// 1-based.
  public var line: Int
  /// The line as it is written.
  public var pattern: [UInt8]

  /// `path:line` for reports.
  public var place: String { "\(PathText.display(source)):\(line)" }
}
