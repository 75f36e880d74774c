import Detection
import Findings
import Rules
import Synchronization

/// The rules of one scan, shared by all workers. Their index is made when the first text is about to be searched.
final class ScanRules: Sendable {
  let set: RuleSet
  /// How many layers of encodings are decoded.
  let decodeDepth: Int
  /// Which places lower the severity of a generic finding.
  let lowering: SeverityLowering
  /// Rules of whose secrets the surroundings are kept.
  let surroundedRules: Set<Int>
  private let lazyIndex = Mutex<RuleIndex?>(nil)

  init(
    _ set: RuleSet, decodeDepth: Int, lowering: SeverityLowering = SeverityLowering(), surroundedRules: Set<Int> = []
  ) {
    self.set = set
    self.lowering = lowering
    self.surroundedRules = surroundedRules
    self.decodeDepth = decodeDepth
  }

  /// Makes the index now, beside something that has to be waited for.
  func makeReady() { _ = index }

  /// A detector for one worker.
  ///
  /// - Throws: ``ScanError`` when the rules cannot be used.
  func detector() throws(ScanError) -> Detector {
    do {
      return try Detector(index, decodeDepth: decodeDepth, lowering: lowering, surroundedRules: surroundedRules)
    } catch {
      throw ScanError(error.sentence)
    }
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
