import Platform
import Scan

/// What a run of the pre-commit framework means, by its environment and the files it names.
///
/// The framework names the staged files on a commit, and any others with `--all-files` and `--files`: scanning only the
/// staged change would then look at nothing and pass, and scanning only the files would miss what the index has
/// otherwise, since the framework stashes nothing then.
/// - Parameters:
///   - files: The named files.
///   - staged: Those of some files that the next commit adds, changes or deletes.
///   - environment: Looks up an environment variable.
func frameworkRequest(
  files: [String], staged: ([String]) throws(ScanError) -> [String], environment: (String) -> String?
) throws(ScanError) -> ScanRequest {
  let workers = ThisProcess.processorCount
  var request = ScanRequest(targets: [.path(".")], mode: .staged, workers: workers)
  if let from = environment("PRE_COMMIT_FROM_REF"), let to = environment("PRE_COMMIT_TO_REF") {
    request.mode = .range("\(from)..\(to)")
  } else if let branch = environment("PRE_COMMIT_LOCAL_BRANCH") {
    // A push of all that a branch has, its first commit included: the framework then names all files instead.
    request.mode = .history(branch: branch)
  } else if !files.isEmpty {
    request.stagedFiles = try staged(files)
    if request.stagedFiles.count < files.count {
      // A staged file may be gone from the working tree.
      let gone = Set(request.stagedFiles.filter { !FileSystem.exists($0) })
      request.targets = files.filter { !gone.contains($0) }.map { .path($0) }
      if !request.stagedFiles.isEmpty { request.targets.append(.staged) }
      request.mode = .files
    }
  }
  request.honoursGitEnvironment = request.mode != .files
  return request
}

/// The remark on a push that the framework passes through a hook id which it skips when no file differs in the end.
///
/// - Parameter alwaysRuns: Whether the hook's entry says that it is not such an id.
func pushRemark(mode: ScanRequest.Mode, alwaysRuns: Bool) -> String? {
  guard mode != .staged, mode != .files, !alwaysRuns else { return nil }
  return
    "the pre-commit framework skips this hook on a push whose commits leave no file changed, so that a secret that "
    + "one commit adds and the next removes gets out; add the id `leaksift-push` (or `leaksift-push-system`)"
}
