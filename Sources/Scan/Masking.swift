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
    let secretStart = line.start + line.before.count
    return Excerpt(
      before: masked(line.before, at: line.start, found.neighbours), secret: masked(found.sighting.secret),
      after: masked(line.after, at: secretStart + line.secret.count, found.neighbours))
  }

  /// Text that begins at `start` of its file, with the parts that lie in `ranges` masked.
  private static func masked(_ bytes: [UInt8], at start: Int, _ ranges: [Range<Int>]) -> String {
    var shown = ""
    var position = 0
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      let from = max(position, min(bytes.count, range.lowerBound - start))
      let to = min(bytes.count, range.upperBound - start)
      guard to > from else { continue }
      shown += text(bytes[position..<from]) + stars
      position = to
    }
    return shown + text(bytes[position...])
  }

  private static func text(_ bytes: some Collection<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}
