import Detection
import Rules
import Synchronization

/// The rules of one scan, shared by all workers. Their index is made when the first text is about to be searched.
final class ScanRules: Sendable {
  let set: RuleSet
  private let lazyIndex = Mutex<RuleIndex?>(nil)

  init(_ set: RuleSet) {
    self.set = set
  }

  /// Makes the index now, beside something that has to be waited for.
  func makeReady() { _ = index }

  /// A detector for one worker.
  ///
  /// - Throws: ``ScanError`` when the rules cannot be used.
  func detector() throws(ScanError) -> Detector {
    do { return try Detector(index) } catch { throw ScanError("\(error.rule): \(error.reason)") }
  }

  private var index: RuleIndex {
    lazyIndex.withLock { index in
      if let index { return index }
      let made = RuleIndex(set)
      index = made
      return made
    }
  }
}
