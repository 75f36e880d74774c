import Detection

extension RuleIndex {
  /// A detector for one worker.
  ///
  /// - Throws: ``ScanError`` when the rules cannot be used.
  func detector() throws(ScanError) -> Detector {
    do { return try Detector(self) } catch { throw ScanError("\(error.rule): \(error.reason)") }
  }
}
