import Findings

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

  /// The line of a secret with the secret and its neighbours masked, or as it stands when secrets are to be shown.
  static func excerpt(of found: FoundSecret, showSecrets: Bool) -> Excerpt {
    let line = found.sighting.line
    if showSecrets {
      return Excerpt(before: text(line.before), secret: text(line.secret), after: text(line.after))
    }
    let bytes = line.before + line.secret + line.after
    let own = line.before.count..<line.before.count + line.secret.count
    let secret = found.sighting.secret.bytes
    let hidden = hiddenRanges(in: bytes, secret: secret, neighbours: found.neighbours, start: line.start)
    return Excerpt(
      before: masked(bytes, 0..<own.lowerBound, hidden), secret: masked(secret),
      after: masked(bytes, own.upperBound..<bytes.count, hidden))
  }

  /// Secrets shorter than this are masked where they were found and not wherever else they stand.
  private static let shortestRepeated = 4

  /// Where the secrets of a line stand in it, found by a rule or not: a secret may be repeated where no rule sees it.
  private static func hiddenRanges(
    in line: [UInt8], secret: [UInt8], neighbours: [Range<Int>], start: Int
  ) -> [Range<Int>] {
    let found = neighbours.map { $0.lowerBound - start..<$0.upperBound - start }.map { $0.clamped(to: line.indices) }
    let repeated = ([secret] + found.map { Array(line[$0]) }).filter { $0.count >= shortestRepeated }
    return (found + repeated.flatMap { places(of: $0, in: line) }).sorted { $0.lowerBound < $1.lowerBound }
  }

  private static func places(of needle: [UInt8], in line: [UInt8]) -> [Range<Int>] {
    guard let first = needle.first, needle.count <= line.count else { return [] }
    return (0...line.count - needle.count).lazy.filter { line[$0] == first }.map { $0..<$0 + needle.count }
      .filter { line[$0].elementsEqual(needle) }
  }

  /// A part of a line, with what lies in `hidden`, sorted, masked.
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
