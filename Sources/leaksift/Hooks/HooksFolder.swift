import GitProcess
import Platform

/// Where git looks for the hooks of a repository: where `core.hooksPath` points, else the (common) git folder's `hooks`.
///
/// - Parameters:
///   - repository: A folder in a working tree, or a bare repository.
///   - isMade: Whether the folder is made when it is missing.
func hooksFolder(of repository: String, isMade: Bool = true) throws(CommandFailure) -> String {
  let root, path: String
  do throws(GitProcessError) {
    // git takes a relative core.hooksPath from where it runs hooks: the top of the working tree, or the bare repository.
    if let top = try topFolder(of: repository) {
      root = top
    } else {
      root = try Git.here(repository).requiredLine(["rev-parse", "--absolute-git-dir"])
    }
    path = try Git.here(root).requiredLine(["rev-parse", "--git-path", "hooks"])
  } catch {
    throw hooksFailure(repository, error)
  }
  let folder = path.hasPrefix("/") ? path : "\(root)/\(path)"
  if isMade { try makeFolder(folder) }
  return folder
}

/// The top of the working tree that a folder is in; `nil` in a bare repository.
func topOfWorkingTree(of repository: String) throws(CommandFailure) -> String? {
  do throws(GitProcessError) { return try topFolder(of: repository) } catch { throw hooksFailure(repository, error) }
}

private func topFolder(of repository: String) throws(GitProcessError) -> String? {
  let isBare = try Git.here(repository).requiredLine(["rev-parse", "--is-bare-repository"]) == "true"
  return isBare ? nil : try Git.here(repository).requiredLine(["rev-parse", "--show-toplevel"])
}

private func hooksFailure(_ repository: String, _ error: GitProcessError) -> CommandFailure {
  CommandFailure(
    error.isMissingRepository
      ? "`\(repository)` is not in a git repository; run `git init` first, or name another folder"
      : "the hooks of `\(repository)` cannot be found: \(error)")
}

/// The scope of git's settings that set `core.hooksPath`, when it reaches further than one repository: `global` or `system`.
func sharedHooksScope(of repository: String) throws(CommandFailure) -> String? {
  let line: String?
  do throws(GitProcessError) {
    line = try Git.here(repository).line(["config", "--show-scope", "--get", "core.hooksPath"])
  } catch {
    throw hooksFailure(repository, error)
  }
  guard let line else { return nil }
  let scope = line.prefix { $0 != "\t" }
  return scope == "global" || scope == "system" ? String(scope) : nil
}

private func makeFolder(_ path: String) throws(CommandFailure) {
  if let kind = FileSystem.kind(of: path) {
    guard kind == .folder else {
      throw CommandFailure("`\(path)`, where git looks for hooks, is not a folder; check `git config core.hooksPath`")
    }
    return
  }
  do throws(SystemError) { try FileSystem.makeFolder(path, permissions: 0o777) } catch {
    throw CommandFailure("cannot make the hooks folder `\(path)`: \(error); make it, or check core.hooksPath")
  }
}
