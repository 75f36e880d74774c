import Detection
import Findings
import GitObjects
import Content
import Platform

/// Scans what the next commit adds: the index against `HEAD`.
struct StagedScan {
  let repository: Repository
  let request: ScanRequest
  let rules: ScanRules
  let progress: @Sendable (ScanProgress) -> Void

  /// - Parameter paths: Paths from the repository's top to limit the scan to; `nil` means all.
  /// - Throws: ``ScanError`` when git cannot list what is staged, or a path is of nothing at all.
  func run(only paths: Set<[UInt8]>?) throws(ScanError) -> TargetScan.Part {
    let found = try stagedChanges()
    let staged = paths.map { paths in found.all.filter { paths.contains($0.path) } } ?? found.all
    try checkNames(paths ?? [], among: found)
    let store = repository.openObjectStore()
    let changes = staged.compactMap { change in
      change.new.map { ContentChange(path: change.path, blob: $0, former: change.former) }
    }
    let scan = ChangeScan(repository: repository, store: store, request: request, rules: rules, progress: progress)
    var part = TargetScan.Part(result: try scan.run(changes))
    part.addEnvironmentFindings(of: changes, repository, store, showSecrets: request.showSecrets)
    part.result.coverage.files = changes.count
    part.result.coverage.gaps += RepositoryGaps.all(repository, store.problems, isRange: true)
    part.result.coverage.gaps += staged.filter { $0.status == .unmerged }.map {
      Skip(path: PathText.display($0.path), reason: "has a merge conflict; resolve it first")
    }
    if let error = found.undetectedRenames {
      part.result.coverage.notes.append(RepositoryGaps.undetectedRenames(error))
    }
    if changes.isEmpty { part.result.coverage.notes.append("nothing is staged") }
    return part
  }

  /// A name that was mistyped must not pass for a file without changes.
  private func checkNames(_ paths: Set<[UInt8]>, among found: StagedChanges) throws(ScanError) {
    let top = repository.workTree ?? ""
    let unknown = paths.subtracting(found.all.map(\.path)).sorted { $0.lexicographicallyPrecedes($1) }
    if let first = unknown.first(where: { !FileSystem.exists(PathText.join(Array(top.utf8), $0)) }) {
      throw ScanError("`\(PathText.display(first))` is neither staged nor in the working tree; name a file that is")
    }
  }

  /// Asks git, which takes about as long as making the rules ready.
  private func stagedChanges() throws(ScanError) -> StagedChanges {
    let ready: @Sendable () -> Void = { [rules] in rules.makeReady() }
    do throws(GitError) {
      return try Workers.beside(ready) { () throws(GitError) in try repository.stagedChanges() }.1
    } catch {
      throw ScanError(error.description)
    }
  }
}
