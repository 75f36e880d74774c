internal import Platform

/// Finds a FIFO in place of a file that git reads: opening one waits until a process writes to it, so git may wait
/// forever.
///
/// The search takes longer than most commands, so it is made only when git has been silent for a while.
enum RepositoryFIFO {
  /// The first FIFO in the folders of the repository that git runs on, or in its work tree under a name that git reads.
  static func first(for git: Git) -> String? {
    let start = String(decoding: FileSystem.resolved(git.directory ?? "."), as: UTF8.self)
    var top: String?
    var folders: [String] = []
    if let named = git.gitDirectory ?? (git.repositoryVariables == .honoured ? ThisProcess.variable("GIT_DIR") : nil) {
      folders = [named]
      top = start
    } else if let found = GitFolder(around: start) {
      if FileSystem.kind(of: found.entry) == .fifo { return found.entry }
      folders = [found.path]
      top = found.path == found.top ? nil : found.top
    }
    folders += folders.compactMap { folder in
      SmallFile.line(of: "\(folder)/commondir").map { $0.hasPrefix("/") ? $0 : "\(folder)/\($0)" }
    }
    folders += folders.flatMap { folder in
      (SmallFile.text(of: "\(folder)/objects/info/alternates") ?? "").split(separator: "\n").map {
        $0.hasPrefix("/") ? String($0) : "\(folder)/objects/\($0)"
      }
    }
    if let index = ThisProcess.variable("GIT_INDEX_FILE"), FileSystem.kind(of: index) == .fifo { return index }
    for folder in folders { if let found = first(below: folder, where: { _ in true }) { return found } }
    return top.flatMap { first(below: $0) { [".gitignore", ".gitattributes", ".gitmodules"].contains($0) } }
  }

  /// The first FIFO, or link to one, below a folder.
  ///
  /// - Parameter isRead: Whether git reads a file of that name.
  private static func first(below folder: String, where isRead: (String) -> Bool) -> String? {
    var waiting = [folder]
    while let folder = waiting.popLast() {
      // git does not wait for a folder that cannot be opened.
      for (name, kind) in (try? FileSystem.entries(in: folder)) ?? [] where kind != .file {
        let name = String(decoding: name, as: UTF8.self)
        let path = "\(folder)/\(name)"
        if isRead(name), FileSystem.kind(of: path) == .fifo { return path }
        if FileSystem.kind(of: path, followsLinks: false) == .folder { waiting.append(path) }
      }
    }
    return nil
  }
}
