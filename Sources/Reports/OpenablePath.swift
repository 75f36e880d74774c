import Text

/// Writes paths as they can be opened from the working directory.
public struct OpenablePath: Sendable {
  private let root: [Substring]?
  private let directory: [Substring]

  /// - Parameters:
  ///   - root: Absolute path of the folder that paths are relative to; `nil` leaves them as they are.
  ///   - directory: The working directory, absolute; `nil` when there is none.
  public init(root: String?, directory: String?) {
    self.root = directory == nil ? nil : root?.split(separator: "/")
    self.directory = directory?.split(separator: "/") ?? []
  }

  /// The path from the working directory; from the root of the file system where that is shorter and the working
  /// directory is not among the scanned folders.
  public func callAsFunction(_ path: String) -> String {
    guard let root, path != "-", !path.hasPrefix("/"), !Self.namesObject(path) else { return path }
    let parts = root + path.split(separator: "/").filter { $0 != "." }
    let shared = zip(parts, directory).prefix { $0 == $1 }.count
    let steps = Array(repeating: "..", count: directory.count - shared) + parts[shared...]
    let relative = steps.isEmpty ? "." : steps.joined(separator: "/")
    let absolute = "/" + parts.joined(separator: "/")
    return shared >= root.count || relative.utf8.count <= absolute.utf8.count ? relative : absolute
  }

  /// Whether a path is an object of git's: its id, alone or after the kind that history scans give (`commit/ID`).
  private static func namesObject(_ path: String) -> Bool {
    let name = path.split(separator: "/", omittingEmptySubsequences: false)
    guard let id = name.last, id.utf8.count == 40 || id.utf8.count == 64, id.allSatisfy(\.isHexDigit) else {
      return false
    }
    return name.count == 1 || name.count == 2 && ["commit", "tag", "unreachable"].contains(name[0])
  }
}
