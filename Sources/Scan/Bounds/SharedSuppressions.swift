import Detection
import Findings
import Synchronization

/// The suppressions of a scan, for the threads that bound what it keeps.
///
/// What it contains is touched by one thread at a time: within the lock, or by the one that began the scan while no
/// other runs.
final class SharedSuppressions: @unchecked Sendable {
  private let lock = Mutex(())
  var pass: SuppressionPass

  init(_ pass: SuppressionPass) {
    self.pass = pass
  }

  /// The bound on what is kept of a target's secrets.
  func bound(on target: NamedTarget, settings: SettingsPass, request: ScanRequest) -> FindingBound {
    let setting = settings.hiding(of: target)
    return FindingBound(most: request.mostPlaces) { [self, target, request] match in
      let candidate = match.candidate
      if request.honourSuppressions {
        if let known = match.suppression ?? setting(match) { return known.kind }
        // Without rules nothing would have been found.
        let written = lock.withLock { _ in try? pass.suppression(of: match, target) }
        if let written { return written.kind }
      }
      return request.threshold(above: candidate.severity, candidate.confidence)?.kind
    }
  }
}
