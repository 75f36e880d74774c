extension RuleSet {
  /// The set of the rules that are chosen.
  ///
  /// A rule that a kept one needs nearby stays, but is not reported for itself.
  /// - Parameters:
  ///   - only: Ids of the rules to keep, of built-in ones also those of gitleaks; empty means all.
  ///   - excluded: Ids of the rules to leave out, also of those in `only`.
  ///   - asPeer: Whether an id means what it means to gitleaks, also where a rule here has the same.
  /// - Throws: ``RuleSelectionError`` when there is no rule of an id, or when no rule is left.
  public func selecting(
    only: [String], excluding excluded: [String], asPeer: Bool = false
  ) throws(RuleSelectionError) -> RuleSet {
    guard !only.isEmpty || !excluded.isEmpty else { return self }
    let indexOfID = Dictionary((0..<count).map { (id(at: $0), $0) }, uniquingKeysWith: { first, _ in first })
    func indices(of id: String) throws(RuleSelectionError) -> [Int] {
      let own = indexOfID[id].map { [$0] } ?? []
      let peers = own.isEmpty || asPeer ? PeerRuleIDs.rules(for: id).compactMap { indexOfID[$0] } : []
      guard !own.isEmpty || !peers.isEmpty else {
        throw RuleSelectionError(message: "unknown rule \"\(id)\"\(PeerRuleIDs.hint(for: id, among: ids))")
      }
      return own + peers
    }
    var wanted = Set(only.isEmpty ? 0..<count : 0..<0)
    for id in only { wanted.formUnion(try indices(of: id)) }
    for id in excluded { wanted.subtract(try indices(of: id)) }
    guard !wanted.isEmpty else {
      throw RuleSelectionError(message: "the selection leaves no rule: nothing would be found")
    }
    return keepingWhatIsNeeded(by: wanted, indexOfID: indexOfID)
  }

  /// All ids, in order.
  public var ids: [String] { (0..<count).map(id(at:)) }

  private func keepingWhatIsNeeded(by wanted: Set<Int>, indexOfID: [String: Int]) -> RuleSet {
    let composites = Set(compositeIndices)
    var kept = wanted
    var open = Array(wanted.intersection(composites))
    while let composite = open.popLast() {
      for index in rule(at: composite).required.compactMap({ indexOfID[$0.id] }) where kept.insert(index).inserted {
        if composites.contains(index) { open.append(index) }
      }
    }
    var result = self
    for helper in kept.subtracting(wanted) {
      var rule = ruleWithSamples(at: helper)
      rule.skipReport = true
      result.replaceRule(at: helper, with: rule)
    }
    result.keep(kept.sorted())
    return result
  }
}

/// A choice of rules that cannot be met.
public struct RuleSelectionError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence without a full stop.
  public var message: String
  /// The message.
  public var description: String { message }
}
