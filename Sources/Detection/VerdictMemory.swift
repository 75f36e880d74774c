import ByteSearch

/// Verdicts on keywords, with the bytes that they depend on: where the same bytes are around one again, in whatever
/// text, nothing is judged again. Versions of a file, moved lines and copied blocks have most in common.
///
/// The memory is small: newer verdicts replace older ones. What it says is exact up to a collision of 128 bits of keyed
/// hashes. One per worker.
public final class VerdictMemory {
  /// A candidate that a keyword led to.
  struct Find: Equatable {
    let rule: Int32
    /// Offset of the secret's first byte from the keyword's.
    let distance: Int
    /// The number that the caller gave the candidate.
    let tag: Int32
  }

  /// A verdict that was reached before.
  struct Known {
    let influence: Influence
    /// Numbers for ``find(_:)``.
    let finds: Range<Int32>
  }

  /// Where a verdict is stored.
  struct Slot {
    /// Hash of the keyword and the bytes next to it.
    fileprivate let near: UInt64
    fileprivate var index: Int { 2 * (Int(truncatingIfNeeded: near) & (VerdictMemory.pairs - 1)) }
  }

  /// A verdict as it is stored.
  private struct StoredVerdict {
    var near: UInt64 = 0
    /// Hash of all bytes that were looked at.
    var all: UInt64 = 0
    var influence = Influence(0..<0, around: 0)
    var firstFind: Int32 = 0
    var findCount: Int32 = 0
  }

  /// Bytes before and after a keyword's first one that decide where a verdict is stored.
  private static let nearBefore = 32
  private static let nearAfter = 64
  /// Verdicts that looked at fewer bytes cost less to reach than to remember.
  private static let shortestInfluence = 32
  private static let pairs = 1 << 14
  /// Candidates that are remembered at most.
  private static let mostFinds = 1 << 16

  private let hash = ByteHash()
  /// Two verdicts a place, the newer one first.
  private var verdicts: [StoredVerdict]
  private var finds: [Find] = []

  /// - Parameter isUsed: Whether anything is remembered; else each verdict is reached anew.
  public init(isUsed: Bool = true) {
    verdicts = isUsed ? [StoredVerdict](repeating: StoredVerdict(), count: 2 * Self.pairs) : []
  }

  /// Where the verdict on a keyword is, if it was reached before; nil where the text ends too soon to say, or where
  /// nothing is remembered.
  func place(of hit: LiteralHit, in text: Span<UInt8>, isBinary: Bool) -> Slot? {
    if verdicts.isEmpty { return nil }
    let near = hit.position - Self.nearBefore..<hit.position + Self.nearAfter
    guard near.lowerBound >= 0, near.upperBound <= text.count else { return nil }
    return Slot(
      near: hash.hash(text, in: near, seed: UInt64(UInt32(bitPattern: hit.literal)) << 1 | (isBinary ? 1 : 0)))
  }

  /// The verdict on a keyword, if the bytes that it depends on are those of a remembered one.
  func verdict(at slot: Slot, on hit: LiteralHit, in text: Span<UInt8>) -> Known? {
    for index in slot.index...slot.index + 1 where verdicts[index].near == slot.near {
      let verdict = verdicts[index]
      let looked = verdict.influence.range(around: hit.position)
      guard looked.lowerBound >= 0, looked.upperBound <= text.count else { continue }
      guard hash.hash(text, in: looked, seed: slot.near) == verdict.all else { continue }
      return Known(
        influence: verdict.influence, finds: verdict.firstFind..<verdict.firstFind + verdict.findCount)
    }
    return nil
  }

  /// A candidate of a known verdict.
  func find(_ number: Int32) -> Find { finds[Int(number)] }

  /// Remembers what a keyword led to.
  func remember(
    _ found: [Find], lookedAt looked: Range<Int>, at slot: Slot, for hit: LiteralHit, in text: Span<UInt8>
  ) {
    let influence = Influence(looked, around: hit.position)
    guard looked.count >= Self.shortestInfluence, looked.lowerBound >= 0, looked.upperBound <= text.count,
      influence.range(around: hit.position) == looked, finds.count + found.count <= Self.mostFinds
    else { return }
    verdicts[slot.index + 1] = verdicts[slot.index]
    verdicts[slot.index] = StoredVerdict(
      near: slot.near, all: hash.hash(text, in: looked, seed: slot.near), influence: influence,
      firstFind: Int32(finds.count), findCount: Int32(found.count))
    finds += found
  }
}
