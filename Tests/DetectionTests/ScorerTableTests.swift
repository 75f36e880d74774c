import Testing
import Text

@testable import Detection

/// The fitted table keeps what the engine relies on.
@Suite struct ScorerTableTests {
  @Test func `the trees were fitted to the features of the program`() {
    #expect(
      BoostedTrees.fittedNames == Feature.allCases.map { "\($0)" }, "bind the scorer to the features: docs/SCORER.md")
  }

  @Test func `the first trees use only features that are measured first`() {
    let features = BoostedTrees.fitted.earlyFeatures
    #expect(!features.isEmpty)
    #expect(features.allSatisfy { $0 < Feature.firstOfLines })
  }

  @Test func `a candidate that ends early would not have scored more later`() {
    let text = Array("key => name_of_column, token: user.token, password = get_password()\n".utf8)
    var ended = 0
    for start in text.indices where text[start].isLetter && (start == 0 || !text[start - 1].isWordByte) {
      let secret = start..<(text[start...].firstIndex { !$0.isWordByte } ?? text.count)
      var lookedAt = secret
      let outcome = ContextualScorer.measure(
        text: text.span, secret: secret, keepsUnlikely: false, lookedAt: &lookedAt)
      guard case .unlikely(let early) = outcome else { continue }
      let whole = ContextualScorer.features(text: text.span, secret: secret)
      #expect(whole.map { ContextualScorer.mostScore($0) } == early)
      #expect(early < ContextualScorer.floor)
      ended += 1
    }
    #expect(ended > 0)
  }
}
