public import Findings
import Platform
import Rules

/// Judges values that have no public prefix: how likely a value is a secret, from itself, its name and its place.
public enum ContextualScorer {
  /// Measures a candidate; looks at its line and at most three lines before and after, all clipped.
  ///
  /// - Parameters:
  ///   - text: The text that contains the candidate.
  ///   - secret: The value's bytes, without quotes.
  /// - Returns: `nil` when the value is so plainly none that measuring it is a waste.
  public static func features(text: Span<UInt8>, secret: Range<Int>) -> FeatureVector? {
    var lookedAt = secret
    guard case .measured(let vector) = measure(text: text, secret: secret, keepsUnlikely: true, lookedAt: &lookedAt)
    else { return nil }
    return vector
  }

  /// What measuring a candidate comes to.
  enum Measured {
    /// So plainly no secret that there is nothing to measure.
    case noSecret
    /// So unlikely by the value and its name, with this score, that the lines around cannot change it.
    case unlikely(Float)
    case measured(FeatureVector)
  }

  /// - Parameters:
  ///   - keepsUnlikely: Whether all is measured, however unlikely.
  ///   - checks: What is tried before measuring; all but for counting what a check is worth.
  ///   - lookedAt: Grows to what the outcome depends on; it may reach beyond the text.
  static func measure(
    text: Span<UInt8>, secret: Range<Int>, keepsUnlikely: Bool,
    checks: CheckSet<DismissalCheck> = DismissalCheck.all, lookedAt: inout Range<Int>
  ) -> Measured {
    lookedAt.formUnion(secret.widened(by: Dismissal.reach))
    guard !Dismissal.applies(to: secret, in: text, checks: checks) else { return .noSecret }
    let surroundings = Surroundings(of: secret, in: text)
    lookedAt.formUnion(surroundings.lookedAt)
    if checks.contains(.afterPath), Dismissal.isAfterPath(secret, on: surroundings.line, in: text) { return .noSecret }
    let name = CandidateName(in: surroundings, of: text)
    if checks.contains(.openName), name.opens(secret, in: text) { return .noSecret }
    if Dismissal.applies(to: secret, named: name.range, in: surroundings, of: text, checks: checks) { return .noSecret }
    let place = PlaceFeatures(surroundings: surroundings, name: name)
    var vector = FeatureVector()
    ValueFeatures(text.extracting(secret)).fill(&vector)
    name.fill(&vector, surroundings: surroundings, text: text)
    place.fillBeside(&vector, text: text)
    if !keepsUnlikely, let odds = BoostedTrees.fitted.finalOdds(ofValueAndName: vector) {
      return .unlikely(probability(odds))
    }
    place.fillLines(&vector, text: text)
    return .measured(vector)
  }

  private static func probability(_ logOdds: Float) -> Float { 1 / (1 + (-logOdds).exponential) }

  /// The probability, from 0 to 1, that a candidate in a file of some kind is a secret.
  public static func score(_ features: FeatureVector, file: FileKind) -> Float {
    // What a translator writes beside `password:` is the word for it, or a sentence about it.
    if file.isTranslation, features[.digitShare] == 0 || features[.spaces] > 0 { return 0 }
    return probability(BoostedTrees.fitted.logOdds(of: placed(features, file)))
  }

  /// The most that ``score(_:file:)`` can be whatever the file is.
  public static func mostScore(_ features: FeatureVector) -> Float {
    probability(BoostedTrees.fitted.mostLogOdds(of: features))
  }

  /// The confidence that a score stands for; `nil` under the floor.
  public static func confidence(of score: Float) -> Confidence? {
    let bounds = BoostedTrees.fitted.bounds
    if score >= bounds.high { return .high }
    if score >= bounds.medium { return .medium }
    return score >= bounds.low ? .low : nil
  }

  /// The smallest score of a finding.
  public static var floor: Float { BoostedTrees.fitted.bounds.low }

  /// What decided, strongest first.
  public static func reasons(_ features: FeatureVector, file: FileKind) -> [ScoreReason] {
    let vector = placed(features, file)
    let contributions = BoostedTrees.fitted.contributions(in: vector)
    return Feature.allCases
      .map { ScoreReason(feature: $0, value: vector[$0], contribution: contributions[$0.rawValue]) }
      .filter { $0.contribution != 0 }
      .sorted { (abs($0.contribution), $1.feature.rawValue) > (abs($1.contribution), $0.feature.rawValue) }
  }

  private static func placed(_ features: FeatureVector, _ file: FileKind) -> FeatureVector {
    var vector = features
    file.fill(&vector)
    return vector
  }
}

/// One feature's part in a score.
public struct ScoreReason: Sendable, Equatable {
  /// What was looked at.
  public let feature: Feature
  /// What was measured.
  public let value: Float
  /// What it adds to the logarithm of the odds; negative speaks against a secret.
  public let contribution: Float
}
