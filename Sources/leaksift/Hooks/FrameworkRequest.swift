import Scan

/// What a run of the pre-commit framework means, told by its environment and by the files it names.
///
/// The framework names the staged files on a commit, and any others with `--all-files` and `--files`: scanning only the
/// staged change would then look at nothing and pass. It stashes what is not staged, so files and index agree.
/// - Parameters:
///   - files: The named files.
///   - areStaged: Whether the next commit adds, changes or deletes each of some files.
///   - environment: Looks up an environment variable.
func frameworkRequest(
  files: [String], areStaged: ([String]) throws(ScanError) -> Bool, environment: (String) -> String?
) throws(ScanError) -> ScanRequest {
  let workers = processorCount()
  var request = ScanRequest(targets: [.path(".")], mode: .staged, workers: workers)
  if let from = environment("PRE_COMMIT_FROM_REF"), let to = environment("PRE_COMMIT_TO_REF") {
    request.mode = .range("\(from)..\(to)")
  } else if let branch = environment("PRE_COMMIT_LOCAL_BRANCH") {
    // A push of all that a branch has, its first commit included: the framework then names all files instead.
    request.mode = .history(branch: branch)
  } else if !files.isEmpty, try areStaged(files) {
    request.stagedFiles = files
  } else if !files.isEmpty {
    request.targets = files.map { .path($0) }
    request.mode = .files
  }
  request.honoursGitEnvironment = request.mode != .files
  return request
}

/// The remark on a push that the framework passes through a hook id which it skips when no file differs in the end.
///
/// Hooks that always run are declared without file names (`pass_filenames: false`), so names tell such an id.
func pushRemark(files: [String], mode: ScanRequest.Mode) -> String? {
  guard mode != .staged, mode != .files, !files.isEmpty else { return nil }
  return
    "the pre-commit framework skips this hook on a push whose commits leave no file changed, so that a secret that "
    + "one commit adds and the next removes gets out; add the id `leaksift-push` (or `leaksift-push-system`)"
}
