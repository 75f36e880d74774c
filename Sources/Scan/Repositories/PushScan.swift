import GitObjects

/// Scans what a push brings: commits, annotated tags, and trees and blobs that tags name.
struct PushScan {
  let repository: Repository
  let request: ScanRequest
  let rules: ScanRules
  let progress: @Sendable (ScanProgress) -> Void

  /// Commits of whole histories above which their objects are read in the order of the packs instead.
  private static let manyCommits = 1_000

  /// - Throws: ``ScanError`` when an object is not there.
  func run(_ push: Push) throws(ScanError) -> TargetScan.Part {
    let range: RevisionRange
    do throws(GitError) {
      range = try self.range(push, ObjectReader(repository.openObjectStore()))
    } catch {
      throw ScanError("cannot list what the push brings: \(error)")
    }
    let isLong = range.isWholeHistory && range.commits.count > Self.manyCommits
    guard isLong, range.named.allSatisfy({ $0.kind == .commit }) else {
      return try RangeScan(repository: repository, request: request, rules: rules, progress: progress).run(range)
    }
    return try HistoryScan(repository: repository, request: request, rules: rules, progress: progress).run(only: range)
  }

  /// A ref that is new to the other side, or whose commit there is not known here, is compared with all that is known
  /// of the other side.
  private func range(_ push: Push, _ reader: ObjectReader) throws(GitError) -> RevisionRange {
    let formers = push.updates.map { update in
      update.former.flatMap { try? NamedObject($0, reader) }.flatMap { $0.kind == .commit ? $0.target : nil }
    }
    let known = formers.contains(nil) ? [push.knownRefs] : []
    return try repository.pushed(
      push.updates.map(\.new), knowing: known + formers.compactMap { $0.map { "^\($0.hex)" } }, reader)
  }
}
