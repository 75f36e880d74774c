import Detection
import Findings
import Text

/// Hides secrets in what a report shows.
enum Masking {
  private static let stars = "********"
  /// A secret shorter than this shows none of its characters.
  private static let shortestHinted = 16
  /// How many leading characters of a longer one are shown: enough to recognise a public prefix.
  private static let hint = 4

  /// What a report shows of a secret.
  static func masked(_ secret: [UInt8]) -> String {
    guard secret.count >= shortestHinted else { return stars }
    let shown = secret.prefix(hint).prefix { (0x21...0x7E).contains($0) }
    return String(decoding: shown, as: UTF8.self) + stars
  }

  /// A line with the secrets that were found in it masked, and whatever else could be one.
  ///
  /// - Parameter secrets: Where the found ones are.
  static func line(_ line: [UInt8], secrets: [Range<Int>]) -> String {
    masked(line, line.indices, hiddenRanges(in: line, found: secrets, known: []))
  }

  /// The line of a secret with the secret masked and whatever else could be one, or as it is when secrets are to be
  /// shown.
  static func excerpt(of match: Match, showSecrets: Bool) -> Excerpt {
    let line = match.line
    if showSecrets {
      return Excerpt(before: text(line.before), secret: text(line.secret), after: text(line.after))
    }
    let bytes = line.before + line.secret + line.after
    let own = line.before.count..<line.before.count + line.secret.count
    let secret = match.candidate.value.bytes
    let neighbours = match.neighbours.map { $0.lowerBound - line.start..<$0.upperBound - line.start }
    let cut = cutRuns(of: bytes, line) + [rest(behind: own, in: bytes)]
    let hidden = hiddenRanges(in: bytes, found: [own] + neighbours + cut, known: [secret])
    return Excerpt(
      before: masked(bytes, 0..<own.lowerBound, hidden), secret: masked(secret),
      after: masked(bytes, own.upperBound..<bytes.count, hidden))
  }

  // MARK: - What to hide

  /// Where a line has secrets, found by a rule or not: sorted, and no two touch.
  private static func hiddenRanges(in line: [UInt8], found: [Range<Int>], known: [[UInt8]]) -> [Range<Int>] {
    let found = found.map { $0.clamped(to: line.indices) }
    let secrets = Set(known + found.map { Array(line[$0]) })
    let copies = secrets.flatMap { SecretCopies.ranges(of: $0, in: line) }
    let suspects = RandomRuns.ranges(in: line) + NamedValues.ranges(in: line)
    let all = (found + copies + suspects).filter { !$0.isEmpty }.sorted { $0.lowerBound < $1.lowerBound }
    return all.reduce(into: []) { merged, range in
      if let last = merged.last, last.upperBound >= range.lowerBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
  }

  /// What is left of the runs at the ends of a clipped line: too little of a key to look like one, and still a part of it.
  private static func cutRuns(of bytes: [UInt8], _ line: MatchLine) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    if line.before.count >= MatchLine.reach {
      runs.append(0..<(bytes.firstIndex(where: isRunEnd) ?? bytes.count))
    }
    if line.after.count >= MatchLine.reach {
      runs.append((bytes.lastIndex(where: isRunEnd).map { $0 + 1 } ?? 0)..<bytes.count)
    }
    return runs.filter { !RandomRuns.isPlain(bytes[$0]) }
  }

  /// What follows a bare secret without a blank: the rule may have stopped at a byte after which the value goes on.
  /// Not what begins the next of several names and values: `password=…;user=…`.
  private static func rest(behind secret: Range<Int>, in line: [UInt8]) -> Range<Int> {
    let none = secret.upperBound..<secret.upperBound
    if secret.lowerBound > 0, line[secret.lowerBound - 1].isQuote { return none }
    let end = line[secret.upperBound...].firstIndex(where: { $0.isBlank }) ?? line.count
    let rest = line[secret.upperBound..<end]
    let word = rest.drop { !$0.isWordByte }
    let operatorPlace = word.firstIndex {
      !$0.isWordByte && $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ".")
    }
    if let operatorPlace, line[operatorPlace] == UInt8(ascii: "=") { return none }
    guard !word.isEmpty, let first = rest.first, valueEnds.contains(first), first != UInt8(ascii: "@") else {
      return none
    }
    return secret.upperBound..<end
  }

  /// Bytes at which rules take a bare value to end.
  private static let valueEnds = Set(";,&)]}|><'\"`\\".utf8)

  private static func isRunEnd(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte.isQuote || ",;()[]{}<>".utf8.contains(byte)
  }

  // MARK: - Text

  /// A part of a line, with what is in `hidden`, sorted, masked.
  private static func masked(_ line: [UInt8], _ part: Range<Int>, _ hidden: [Range<Int>]) -> String {
    var shown = ""
    var position = part.lowerBound
    for range in hidden {
      let from = max(position, range.lowerBound)
      let to = min(part.upperBound, range.upperBound)
      guard to > from else { continue }
      shown += text(line[position..<from]) + stars
      position = to
    }
    return shown + text(line[position..<part.upperBound])
  }

  private static func text(_ bytes: some Collection<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}
