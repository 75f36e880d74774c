public import Findings
import Rules
import Synchronization

/// A regex match that passed every filter that needs no path.
public struct Candidate: Sendable {
  /// Index of the rule in its rule set.
  public var rule: Int
  /// Where the secret is in the text, in bytes.
  public var secret: Range<Int>
  /// Where the whole match is in the text, in bytes.
  public var match: Range<Int>
  /// The secret's bytes, so that the text can be let go.
  public internal(set) var value = HashedBytes([])
  /// Where the secret begins; ``TextPosition/unknown`` until a ``LineCounter`` has located the candidate.
  public internal(set) var start = TextPosition.unknown
  /// The position after the secret's last byte.
  public internal(set) var end = TextPosition.unknown
  /// Of its rule, or ``adjusted`` from it.
  public var severity: Severity
  /// Why it is not the rule's; known once the place is.
  public internal(set) var adjusted: AdjustedSeverity?
  /// Of its rule, until a checksum or the scorer says more.
  public var confidence: Confidence
  /// Facts read from the secret offline.
  public var details: [Detail]
  /// Whether it misses the shape of its rule's keys by a few bytes.
  public internal(set) var isNearMiss = false
  /// Of a scored rule: index of the rule whose keys it nearly is, which makes it less likely.
  var missedRule: Int?
  /// Distance in bytes from the nearest context word; 0 for a rule without one.
  public var distance: Int
  /// How the secret was encoded; `nil` when the text has it as it is. Then ``secret`` is the place of the encoded run, and
  /// ``value`` what it was decoded to.
  public internal(set) var decoded: DecodedSecret?
  /// What the scorer saw, when the rule is scored: the verdict waits for the file's kind.
  public var features: Measurement?
  /// The host that it is a login for, when the rule is scored and it is a local one or an example.
  var loginHost: LoginHost?
  /// Whether it is the value of a setting that a bundler publishes, and not meant to be seen.
  var isPublished = false
  /// Whether what the secret carries to be checked by agrees.
  var hasValidChecksum = false
  /// What may belong to the secret too, when it is a value without quotes.
  var bare: BareValue?
  /// Allowlists and filters that hide the candidate if the path or commit agrees too.
  var pending: [PendingExclusion]
  /// What of the user's configuration hides the candidate: it is no finding, and is counted.
  public internal(set) var exclusion: Exclusion?

  /// Is less sure since it misses the shape of its rule's keys, and says so.
  mutating func lower(for miss: ShapeMiss) {
    isNearMiss = true
    switch miss {
    case .longer:
      (confidence, details) = (confidence.lowered ?? .low, [Detail(name: "format", value: "longer than known keys")])
    case .shorter: (confidence, details) = (.low, [Detail(name: "format", value: "shorter than known keys")])
    }
  }

  /// How grave it is: of two severities that are equal, the one that was raised counts.
  package var gravity: (Severity, Int) { (severity, adjusted?.reason.raises ?? false ? 1 : 0) }

  /// Becomes as grave as another candidate, for the same reason.
  package mutating func takeSeverity(of other: Candidate) {
    (severity, adjusted) = (other.severity, other.adjusted)
  }

  /// The bytes that the secret has beyond what its rule found, since the syntax of its file lets it end later.
  package var continuation: ArraySlice<UInt8> { bare.map { $0.rest.prefix($0.taken) } ?? [] }

  /// How many layers of encodings the secret is in.
  var layerCount: Int { decoded?.layers.count ?? 0 }

  /// Whether a text has the secret's bytes, encoded or not, at the candidate's place.
  public func isWritten(in text: Span<UInt8>) -> Bool {
    guard secret.upperBound <= text.count else { return false }
    let bytes = text.extracting(secret)
    if let decoded { return decoded.isWritten(as: bytes) }
    return bytes.withUnsafeBufferPointer { $0.elementsEqual(value.bytes) }
  }

  /// Whether both are of one rule and one secret of the text.
  public func isTwin(of other: Candidate) -> Bool {
    rule == other.rule && secret.lowerBound == other.secret.lowerBound && hasSameForm(as: other)
  }

  /// Whether both are as the text has them, or decoded in the same way from the same place.
  func hasSameForm(as other: Candidate) -> Bool {
    switch (decoded, other.decoded) {
    case (nil, nil): true
    case (let decoded?, let other?): decoded.places == other.places && decoded.layers == other.layers
    default: false
    }
  }

  /// The same candidate in a text that has `distance` more bytes in front; line and column stay.
  public func moved(by distance: Int) -> Candidate {
    var moved = self
    moved.secret = secret.lowerBound + distance..<secret.upperBound + distance
    moved.match = match.lowerBound + distance..<match.upperBound + distance
    return moved
  }
}

/// An allowlist or filter of the user's configuration that hides a candidate. One of the built-in rules is a part of the
/// rule: what it hides is dropped.
public final class Exclusion: Sendable {
  /// `FILE:LINE` of the configuration.
  public let place: String
  /// What its author calls it; empty for nothing.
  public let description: String
  /// The same as other candidates are told apart by that are dropped.
  public let reason: DropReason

  init(place: String, description: String, reason: DropReason) {
    (self.place, self.description, self.reason) = (place, description, reason)
  }
}

/// The features of a candidate, shared by its copies: there are many, and none changes.
public final class Measurement: Sendable {
  /// What was measured.
  public let features: FeatureVector
  /// Scores for the few kinds of files that copies were found in.
  private let scores = Mutex<[(file: FileKind, score: Float)]>([])

  init(_ features: FeatureVector) {
    self.features = features
  }

  /// ``ContextualScorer/score(_:file:)``, worked out once for each kind of file: most copies are in versions of one.
  func score(file: FileKind) -> Float {
    scores.withLock { scores in
      if let known = scores.first(where: { $0.file == file }) { return known.score }
      let score = ContextualScorer.score(features, file: file)
      scores.append((file, score))
      return score
    }
  }
}

/// Why a match is not a candidate, or a candidate not a finding.
public enum DropReason: Sendable, Equatable {
  /// One of the rule's own published example values.
  case publishedExample
  /// A dummy, a reference or another shape that documentation uses.
  case placeholder(String)
  case checksum
  /// Id of the vendor's rule whose shape the value misses by a few bytes.
  case shape(of: String)
  /// Shannon entropy in bits per byte, and the rule's threshold.
  case entropy(Double, threshold: Double)
  /// Mean surprise in bits per character, and the threshold below which text reads like words.
  case words(Double, threshold: Double)
  /// No context word is near enough in a value position.
  case noContext
  /// So plainly no secret that the scorer did not measure it.
  case noSecret
  /// The scorer's result, and the floor it had to reach.
  case score(Double, floor: Double)
  /// Description and place of the allowlist.
  case allowlist(String)
  /// Name and place of the filter expression.
  case filter(String)
  /// A hash or id that a secret scanner wrote into its own ignore file or baseline.
  case record
  /// The value is encrypted, and meant to be committed.
  case ciphertext
  /// The value is part of a picture, a certificate or another file that is written as text.
  case encodedData
  /// The path does not match the rule's.
  case path
  /// Id of the rule that keeps the secret.
  case outranked(by: String)
  /// Id of the rule that had to match nearby.
  case requiredRuleMissing(String)
}

/// One match and what became of it: the material of `leaksift explain`.
public struct Judgement: Sendable {
  /// Index of its rule.
  public var rule: Int
  /// The secret, in bytes of the text.
  public var secret: Range<Int>
  /// The whole match, in bytes of the text.
  public var match: Range<Int>
  /// `nil` for a candidate.
  public var dropped: DropReason?
  /// What was decoded, when the text has the secret encoded.
  public var decoded: DecodedValue?
}
