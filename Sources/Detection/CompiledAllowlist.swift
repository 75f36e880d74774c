import ByteSearch
import Rules
import Text

/// An allowlist with its regexes compiled.
final class CompiledAllowlist: Sendable {
  /// What an allowlist says before path and commit are known.
  enum Effect: Equatable {
    case hides
    case doesNotApply
    /// It hides the candidate if a path or commit criterion agrees.
    case waitsForPath
  }

  let list: Allowlist
  private let regexes: [Pattern]
  private let paths: [Pattern]

  /// - Throws: `PatternError` when one of its regexes does not compile.
  init(_ list: Allowlist) throws(PatternError) {
    self.list = list
    regexes = try list.regexes.map { source throws(PatternError) in try Pattern(source) }
    paths = try list.paths.map { source throws(PatternError) in try Pattern(source) }
  }

  /// Its description and place, for people.
  ///
  /// - Parameter rule: Id of the rule it belongs to; `nil` for a global one.
  func label(ofRule rule: String?) -> String {
    let owner = rule.map { "of rule \($0)" } ?? "for all rules"
    return "\(list.label) \(owner)"
  }

  /// What it does to a candidate that it hides.
  func hidden(ofRule rule: String?) -> HiddenCandidate {
    HiddenCandidate(
      reason: .allowlist(label(ofRule: rule)), place: list.origin.place, description: list.description)
  }

  /// Applies the criteria that look at the text.
  func outcome(
    secret: Range<Int>, match: Range<Int>, in text: Span<UInt8>, using scratch: MatchScratch
  ) throws(MatchError) -> Effect {
    var answers: [Bool] = []
    if !list.stopwords.isEmpty { answers.append(containsStopword(text.extracting(secret))) }
    if !regexes.isEmpty {
      let target = target(secret: secret, match: match, in: text)
      answers.append(try matchesRegex(text.extracting(target), using: scratch))
    }
    let waits = !paths.isEmpty || !list.commits.isEmpty
    switch list.condition {
    case .or:
      if answers.contains(true) { return .hides }
      return waits ? .waitsForPath : .doesNotApply
    case .and:
      if answers.contains(false) { return .doesNotApply }
      if waits { return .waitsForPath }
      return answers.isEmpty ? .doesNotApply : .hides
    }
  }

  /// Applies the criteria on path and commit to a candidate that waits for them.
  func hides(path: [UInt8], commit: String?, using scratch: MatchScratch) throws(MatchError) -> Bool {
    var answers: [Bool] = []
    if !list.commits.isEmpty { answers.append(commit.map(list.commits.contains) ?? false) }
    if !paths.isEmpty { answers.append(try matches(paths, path.span, using: scratch)) }
    return list.condition == .or ? answers.contains(true) : !answers.contains(false)
  }

  private func target(secret: Range<Int>, match: Range<Int>, in text: Span<UInt8>) -> Range<Int> {
    switch list.target {
    case .secret: secret
    case .match: match
    case .line: TextLines.around(match, in: text)
    }
  }

  private func matchesRegex(_ text: Span<UInt8>, using scratch: MatchScratch) throws(MatchError) -> Bool {
    try matches(regexes, text, using: scratch)
  }

  private func matches(
    _ patterns: [Pattern], _ text: Span<UInt8>, using scratch: MatchScratch
  ) throws(MatchError) -> Bool {
    for pattern in patterns where try pattern.matches(anywhereIn: text, using: scratch) { return true }
    return false
  }

  private func containsStopword(_ secret: Span<UInt8>) -> Bool {
    let lowered = lowercasedASCII(secret)
    return list.stopwords.contains { word in
      let needle = Array(word.lowercased().utf8)
      guard !needle.isEmpty, needle.count <= lowered.count else { return false }
      return (0...lowered.count - needle.count).contains { lowered[$0..<$0 + needle.count].elementsEqual(needle) }
    }
  }

  private func lowercasedASCII(_ bytes: Span<UInt8>) -> [UInt8] {
    bytes.indices.map { bytes[$0].lowercased }
  }
}

/// What becomes of a candidate that an allowlist or filter hides.
struct HiddenCandidate {
  var reason: DropReason
  /// Where the list is written; empty for the built-in rules.
  var place = ""
  var description = ""

  /// What stays with a candidate; `nil` when it is dropped, by a list of the built-in rules.
  var exclusion: Exclusion? {
    place.isEmpty ? nil : Exclusion(place: place, description: description, reason: reason)
  }
}

extension Candidate {
  /// Notes what hides the candidate: of several lists of the user's the first.
  ///
  /// - Returns: Why the candidate is dropped, if it is.
  mutating func hide(_ hidden: HiddenCandidate) -> DropReason? {
    guard let exclusion = hidden.exclusion else { return hidden.reason }
    self.exclusion = self.exclusion ?? exclusion
    return nil
  }
}

/// What waits for a candidate's path or commit to say whether it hides the candidate.
///
/// The index is one among the rule's own allowlists or filters, or among the global ones.
enum PendingExclusion: Sendable {
  case allowlist(index: Int, isGlobal: Bool)
  case filter(index: Int, isGlobal: Bool, FilterSubject)
  /// The value is a hash in a record of a scanner's own file, if the file is one.
  case record(ToolRecord)
}
