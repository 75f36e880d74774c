import Detection
import Findings
import GitObjects
import Inputs

/// Scans what the next commit adds: the index against `HEAD`.
struct StagedScan {
  let repository: Repository
  let request: ScanRequest
  let rules: ScanRules
  let progress: @Sendable (ScanProgress) -> Void

  /// - Parameter paths: Paths below the repository's top to limit the scan to; empty means all.
  /// - Throws: ``ScanError`` when git cannot tell what is staged.
  func run(only paths: Set<[UInt8]>) throws(ScanError) -> TargetScan.Part {
    var staged = try stagedChanges()
    if !paths.isEmpty { staged.removeAll { !paths.contains($0.path) } }
    let store = ObjectStore(repository)
    let changes = staged.compactMap { change in
      change.new.map { ContentChange(path: change.path, blob: $0, formerBlobs: change.old.map { [$0] } ?? []) }
    }
    let scan = ChangeScan(repository: repository, store: store, request: request, rules: rules, progress: progress)
    var part = TargetScan.Part(result: try scan.run(changes))
    part.environmentFindings = changes.environmentFindings(ObjectReader(store), showSecrets: request.showSecrets)
    part.result.coverage.files = changes.count
    part.result.coverage.gaps += staged.filter { $0.status == .unmerged }.map {
      Skip(path: PathText.display($0.path), reason: "has a merge conflict; resolve it first")
    }
    if changes.isEmpty { part.result.coverage.notes.append("nothing is staged") }
    return part
  }

  /// Asks git, which takes about as long as making the rules ready.
  private func stagedChanges() throws(ScanError) -> [StagedChange] {
    let ready: @Sendable () -> Void = { [rules] in rules.makeReady() }
    do throws(GitError) {
      return try Workers.beside(ready) { () throws(GitError) in try repository.stagedChanges() }.1
    } catch {
      throw ScanError(error.description)
    }
  }
}
