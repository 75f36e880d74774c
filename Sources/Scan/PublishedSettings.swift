import Detection
import DotEnv
import Findings

/// Has rules tell which settings of environment files are secrets that bundlers publish, and which are made for browsers.
final class PublishedSettings {
  private let rules: ScanRules
  private var detector: Detector?
  /// Why the rules cannot be used.
  private(set) var failure: ScanError?

  /// - Parameter rules: Their index is made for the first setting alone.
  init(_ rules: ScanRules) {
    self.rules = rules
  }

  /// Whether a rule finds the setting's value and says that it is published; `nil` when none finds it.
  func isPublished(_ entry: DotEnvEntry) -> Bool? {
    if detector == nil {
      do throws(ScanError) { detector = try rules.detector() } catch { failure = error }
    }
    guard let detector else { return nil }
    let text = Array(entry.name.utf8) + [UInt8(ascii: "=")] + entry.value
    let place = TextPlace(path: Array(".env".utf8))
    let found = detector.settled(detector.candidates(in: text.span).located(in: text.span), at: place)
      .filter { $0.confidence >= .medium }
    if found.isEmpty { return nil }
    return found.contains { $0.exclusion == nil && $0.adjusted?.reason == .publishedName }
  }
}
