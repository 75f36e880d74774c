import Detection
import Rules

/// What a match lacked to be a finding, in words that follow `it would be one with`.
struct MissingPart {
  /// Number of parts of a score that are named.
  private static let mostNamed = 2

  let facts: FilterFacts
  let rules: RuleSet

  /// `nil` where the verdict says it all, such as which rule has the secret instead.
  func name(for reason: DropReason) -> String? {
    switch reason {
    case .publishedExample: "a value that no documentation shows"
    case .placeholder(let name): PlaceholderReason(rawValue: name).map(self.name)
    case .checksum: "a checksum that agrees: no character cut, added or mistyped"
    case .shape(let id): shape(of: id)
    case .entropy(_, let threshold): "characters that vary more: above \(threshold) bits per byte"
    case .words: "a value that is not made of words"
    case .noContext: context
    case .noSecret: "a value that is written out, in quotes or alone after = or :"
    case .score: score
    case .ciphertext: "a value that is not encrypted"
    case .encodedData: "a value that is not within lines of encoded data"
    case .path: facts.rule.path.map { "a path that matches `\($0)`" }
    case .requiredRuleMissing(let id): "a match of rule \(id) nearby"
    case .allowlist, .filter, .record, .outranked: nil
    }
  }

  private func name(for reason: PlaceholderReason) -> String {
    switch reason {
    case .reference, .code: "the value itself instead of what fetches it"
    case .slot: "a value instead of a slot for one"
    case .word: "a value that is not made of words that stand for one"
    case .defaultLogin: "a value that products do not ship with"
    case .repetition, .sequence: "a value that neither repeats nor counts"
    case .otherThing: "a value that does not look like a path, an address, a version or the like"
    case .redacted: "the secret itself instead of what leaksift put in its place"
    case .documentedExample: "a value that no documentation shows"
    }
  }

  /// The shape that a value misses by a few characters.
  private func shape(of id: String) -> String? {
    guard let regex = rules.index(of: id).flatMap({ rules.rule(at: $0).regex }) else { return nil }
    return "the shape of rule \(id)'s keys, \(WantedShape.text(of: regex)): it has \(facts.secret.count) characters"
  }

  private var context: String? {
    if facts.rule.context.isEmpty { return nil }
    let words = facts.rule.context.prefix(3).map { "`\($0)`" }.joined(separator: " or ")
    return "a name with \(words) on the left of = or :"
  }

  /// The parts of a score that weighed most against a secret.
  private var score: String? {
    var parts: [String] = []
    for reason in facts.reasons where reason.contribution < 0 {
      let part = name(for: reason.feature)
      if !parts.contains(part) { parts.append(part) }
      if parts.count == Self.mostNamed { break }
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", or ")
  }

  private func name(for feature: Feature) -> String {
    switch feature {
    case .length, .keyLength, .totalSurprise, .distinctBytes: "a longer value"
    case .digitShare, .keyDigits, .upperShare, .lowerShare, .otherShare, .classChanges, .caseChanges, .punctuation:
      "digits or signs among its letters"
    case _ where feature.rawValue < Feature.before.rawValue: "a value that is less made of words"
    case _ where feature.rawValue < Feature.nameLength.rawValue: "the value in quotes or alone after = or :"
    case _ where feature.rawValue < Feature.lineLength.rawValue: "a name that says clearer that it is a credential"
    case _ where feature.rawValue < Feature.aroundCredential.rawValue: "a line that assigns it and does little else"
    case _ where feature.rawValue < Feature.fileClass.rawValue: "other lines around it"
    default: "another kind of file"
    }
  }
}

/// What a regex wants, for people.
enum WantedShape {
  /// Of a longer regex only the least length is told.
  private static let longest = 120

  static func text(of regex: String) -> String {
    regex.utf8.count <= longest ? "`\(regex)`" : "at least \(RegexWidth(regex).minimum) characters"
  }
}
