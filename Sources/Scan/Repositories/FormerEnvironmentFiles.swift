import DotEnv
import Findings
import GitObjects
import Content
import Rules

/// Environment files below a target that were committed once and are gone from `HEAD`, of every repository there.
enum FormerEnvironmentFiles {
  /// - Parameters:
  ///   - listing: The target's files.
  ///   - files: Its environment files.
  /// - Throws: ``ScanError`` when a repository cannot be used.
  static func find(
    at target: NamedTarget, _ listing: Listing, _ files: [DotEnvFile], showSecrets: Bool
  ) throws(ScanError) -> TargetScan.Part {
    var part = TargetScan.Part(result: PartialResult())
    let folder = PathText.join(
      listing.root, listing.scope == .folder ? listing.start[...] : PathText.parent(of: listing.start))
    guard RepositoryPlace.top(enclosing: Array(folder)) != nil || files.contains(where: { $0.repository != nil }) else {
      part.result.coverage.notes.append("no git repository was found here, so there is no history to check")
      return part
    }
    var request = ScanRequest(targets: [target.target], mode: .history(branch: nil), workers: 1)
    request.readsContents = false
    request.showSecrets = showSecrets
    part = try TargetScan(
      request: request, rules: ScanRules(RuleSet(), decodeDepth: 0), counted: nil, progress: { _ in }
    ).run(target)
    part.environmentFindings.removeAll { finding in
      !finding.occurrences.contains { isBelow(Array($0.path.utf8), listing.start) }
    }
    // What counts as scanned are the environment files.
    (part.result.coverage.blobs, part.result.coverage.bytes) = (0, 0)
    return part
  }

  private static func isBelow(_ path: [UInt8], _ start: [UInt8]) -> Bool {
    start.isEmpty || path == start || path.starts(with: start + [PathText.slash])
  }
}
