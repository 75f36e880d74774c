import Detection
public import Rules

/// Tries every rule on texts made from its own samples.
///
/// - Returns: One sentence for each promise that a rule does not keep; empty when it keeps all.
/// - Throws: ``ScanError`` when the rules cannot be used at all.
public func testRules(_ rules: RuleSet) throws(ScanError) -> [String] {
  do throws(RuleFailure) {
    let tester = try RuleTester(rules)
    return (0..<rules.count).flatMap(tester.failures(ofRuleAt:)).map(\.description)
  } catch {
    throw ScanError(error.sentence)
  }
}
