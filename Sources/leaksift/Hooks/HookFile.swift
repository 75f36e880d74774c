import Platform

/// One hook of a repository: puts leaksift's script before the one that is there, and takes it out again.
///
/// A former hook is renamed, not edited, so that taking leaksift's out restores its bytes and permissions, whatever it
/// is: a script in any language, a program, a symbolic link.
struct HookFile {
  /// What installing or uninstalling did.
  enum Change: Equatable {
    case installed, chained, unchanged, removed, restored, absent
  }

  let path: String
  private var formerPath: String { path + HookScript.formerSuffix }

  init(_ kind: HookKind, folder: String) {
    path = "\(folder)/\(kind.rawValue)"
  }

  /// Installs the script, or brings an older one up to date.
  func install(_ script: HookScript) throws(CommandFailure) -> Change {
    let bytes = Array(script.text.utf8)
    guard FileSystem.exists(path) else {
      try OutputFile(path: path).write(bytes, permissions: 0o777)
      return FileSystem.exists(formerPath) ? .chained : .installed
    }
    if let content = try readFile(path), HookScript.isOurs(content) {
      if content == bytes { return .unchanged }
      try OutputFile(path: path).write(bytes, permissions: 0o777)
      return .installed
    }
    guard !FileSystem.exists(formerPath) else {
      throw CommandFailure(
        "both `\(path)` and `\(formerPath)` are hooks that leaksift did not write; delete the one you no longer need")
    }
    try move(path, to: formerPath)
    do throws(CommandFailure) {
      try OutputFile(path: path).write(bytes, permissions: 0o777)
    } catch {
      try move(formerPath, to: path)
      throw error
    }
    return .chained
  }

  /// Takes the script out and puts back the former hook.
  func uninstall() throws(CommandFailure) -> Change {
    guard let content = try readFile(path), HookScript.isOurs(content) else { return .absent }
    guard FileSystem.exists(formerPath) else {
      do throws(SystemError) { try FileSystem.remove(path) } catch {
        throw CommandFailure("cannot remove `\(path)`: \(error)")
      }
      return .removed
    }
    try move(formerPath, to: path)
    return .restored
  }

  private func move(_ source: String, to target: String) throws(CommandFailure) {
    do throws(SystemError) { try FileSystem.rename(source, to: target) } catch {
      throw CommandFailure("cannot rename `\(source)` to `\(target)`: \(error)")
    }
  }
}
