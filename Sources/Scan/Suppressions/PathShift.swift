import Content

/// Turns paths below one folder into paths below another one, which is above or below it.
struct PathShift: Sendable {
  private let dropped: String
  private let added: String

  /// - Parameters:
  ///   - root: The folder that paths are relative to; absolute, without symbolic links.
  ///   - folder: The folder that they are to be relative to.
  init?(from root: [UInt8], to folder: [UInt8]) {
    if let above = PathText.path(root, below: folder) {
      dropped = ""
      added = above.isEmpty ? "" : PathText.display(above) + "/"
    } else if let below = PathText.path(folder, below: root) {
      dropped = PathText.display(below) + "/"
      added = ""
    } else {
      return nil
    }
  }

  /// Leaves paths as they are.
  init() {
    dropped = ""
    added = ""
  }

  /// The path below the other folder; `nil` when it is not below it.
  func callAsFunction(_ path: String) -> String? {
    if dropped.isEmpty { return added + path }
    return path.utf8.starts(with: dropped.utf8) ? String(path.utf8.dropFirst(dropped.utf8.count)) : nil
  }
}
