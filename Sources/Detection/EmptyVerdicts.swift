import ByteSearch

/// Keywords that led to nothing, with the bytes that their verdicts depend on: where the same bytes stand around one
/// again, in whatever text, nothing is judged again. Versions of a file, moved lines and copied blocks have most in common.
///
/// The memory is small and forgets; what it says is exact up to a collision of 128 bits of keyed hashes.
final class EmptyVerdicts {
  private struct Verdict {
    /// Hash of the keyword and the bytes next to it.
    var near: UInt64 = 0
    /// Hash of all bytes that were looked at.
    var all: UInt64 = 0
    var influence = Influence(0..<0, around: 0)
  }

  /// Bytes before and behind a keyword's first one that tell where a verdict may be remembered.
  private static let nearBefore = 32
  private static let nearAfter = 64
  /// Verdicts that looked at fewer bytes cost less to reach than to remember.
  private static let shortestInfluence = 32
  private static let pairs = 1 << 14

  private let hash = ByteHash()
  /// Two verdicts a place, the newer one first.
  private var verdicts = [Verdict](repeating: Verdict(), count: 2 * EmptyVerdicts.pairs)

  /// Where the verdict on a keyword stands, if it was reached before; nil where the text ends too soon to say.
  func place(of hit: LiteralHit, in text: Span<UInt8>, isBinary: Bool) -> Place? {
    let near = hit.position - Self.nearBefore..<hit.position + Self.nearAfter
    guard near.lowerBound >= 0, near.upperBound <= text.count else { return nil }
    return Place(
      near: hash.hash(text, in: near, seed: UInt64(UInt32(bitPattern: hit.literal)) << 1 | (isBinary ? 1 : 0)))
  }

  /// What tells where a verdict is kept.
  struct Place {
    fileprivate let near: UInt64
    fileprivate var index: Int { 2 * (Int(truncatingIfNeeded: near) & (EmptyVerdicts.pairs - 1)) }
  }

  /// What the verdict on a keyword looked at, if the same one led to nothing before.
  func influence(at place: Place, of hit: LiteralHit, in text: Span<UInt8>) -> Influence? {
    for index in place.index...place.index + 1 where verdicts[index].near == place.near {
      let verdict = verdicts[index]
      let looked = verdict.influence.range(around: hit.position)
      guard looked.lowerBound >= 0, looked.upperBound <= text.count else { continue }
      if hash.hash(text, in: looked, seed: place.near) == verdict.all { return verdict.influence }
    }
    return nil
  }

  /// Remembers that a keyword led to nothing.
  func remember(_ looked: Range<Int>, at place: Place, of hit: LiteralHit, in text: Span<UInt8>) {
    let influence = Influence(looked, around: hit.position)
    guard looked.count >= Self.shortestInfluence, looked.lowerBound >= 0, looked.upperBound <= text.count,
      influence.range(around: hit.position) == looked
    else { return }
    verdicts[place.index + 1] = verdicts[place.index]
    verdicts[place.index] = Verdict(
      near: place.near, all: hash.hash(text, in: looked, seed: place.near), influence: influence)
  }
}
