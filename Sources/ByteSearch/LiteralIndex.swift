import CGramSieve
import Text

/// One place where a literal is.
public struct LiteralHit: Sendable, Hashable {
  /// Offset of the literal's first byte in the text.
  public var position: Int
  /// Index of the literal in the list the index was made from.
  public var literal: Int32

  /// - Parameters:
  ///   - position: Offset of the literal's first byte in the text.
  ///   - literal: Its place in the index.
  public init(position: Int, literal: Int32) {
    self.position = position
    self.literal = literal
  }
}

/// Finds thousands of literals in one pass, without regard to the case of ASCII letters.
///
/// The keywords of all rules are looked for in every byte that is scanned, and nearly all texts contain none, so what
/// counts is the cost of finding nothing. An automaton would read a state for each byte. This index looks at every second
/// byte, and nearly all samples end at a bit that is not set:
///
/// 1. At a sample four bytes, a gram, are folded and packed to 20 bits, and looked up in a table of 2²⁰ bits.
/// 2. Where the bit is set, the bytes beside the gram are compared with those that some literal of the gram has there.
/// 3. What is left is compared with the literals of the gram.
///
/// Each literal is in the table by two of its grams, the rarest at an even and the rarest at an odd offset, so that
/// wherever the literal starts, exactly one of them is sampled. `ghp_token` may be there by `p_to` (offset 2) and `hp_t`
/// (offset 1). In `x=ghp_token`, sampled at 0, 2, 4 and so on, it starts at 2: the sample at 4 is `p_to`, `gh` before and
/// `ke` after it agree, and nine bytes from 4 - 2 on are compared. In `"ghp_token` it starts at 1, and the sample at 2 is
/// `hp_t`. A literal that is too short for four bytes at some offset is in the table by three and all values of the
/// fourth.
///
/// Invariant: every occurrence is found, once.
public struct LiteralIndex: Sendable {
  /// Shortest literal that the index takes, in bytes.
  public static let shortestLiteral = 3

  /// Sampled grams, packed to 20 bits: some literal may have it.
  var sampled = [UInt32](repeating: 0, count: 1 << (Gram.packedBits - 5))
  /// Literals by gram.
  private(set) var slots: LiteralSlots
  /// The lower-case literals, end to end.
  private(set) var literalBytes: [UInt8] = []
  private var literalStart: [Int32] = [0]

  /// - Parameter literals: At least ``shortestLiteral`` bytes each; letter case does not matter.
  public init(_ literals: some Sequence<some Sequence<UInt8>>) {
    var joined: [UInt8] = []
    var ends: [Int32] = []
    for literal in literals {
      joined += literal
      ends.append(Int32(joined.count))
    }
    self.init(joined: joined, ends: ends)
  }

  /// Makes an index from literals that are end to end.
  ///
  /// - Parameters:
  ///   - joined: Bytes of all literals.
  ///   - ends: Offset after each literal's last byte; each has at least ``shortestLiteral``.
  public init(joined: [UInt8], ends: [Int32]) {
    literalBytes = joined.map { $0.lowercased }
    literalStart += ends
    longestLiteral = zip(literalStart, ends).map { Int($1 - $0) }.max() ?? 0
    let entries = Self.entries(of: literalBytes, from: literalStart)
    slots = LiteralSlots(entries)
    for (gram, _) in entries { mark(gram) }
  }

  /// Number of literals.
  public var count: Int { literalStart.count - 1 }

  /// Number of bytes of a literal.
  public func length(of literal: Int) -> Int { Int(literalStart[literal + 1] - literalStart[literal]) }

  /// Number of bytes of the longest literal.
  public private(set) var longestLiteral = 0

  /// Appends every occurrence that is wholly in `range`, each once, ordered by where it was sampled:
  /// positions may step back by less than the longest literal.
  public func search(_ text: Span<UInt8>, in range: Range<Int>, into hits: inout [LiteralHit]) {
    search(text, in: range, with: fastest, into: &hits)
  }

  /// How the first sieve is run; all find the same.
  package enum Sieve: CaseIterable, Sendable {
    case scalar, vectors, vectorsWithGathers

    /// Whether this processor can.
    package var isSupported: Bool { self == .scalar || gram_sieve_is_supported() }

    /// What this processor does fastest.
    static var fastest: Sieve {
      gram_sieve_gathers_fast() ? .vectorsWithGathers : gram_sieve_is_supported() ? .vectors : .scalar
    }
  }

  private let fastest = Sieve.fastest

  /// Searches in a way that the processor supports.
  package func search(_ text: Span<UInt8>, in range: Range<Int>, with sieve: Sieve, into hits: inout [LiteralHit]) {
    precondition(range.lowerBound >= 0 && range.upperBound <= text.count, "the range is in the text")
    guard count > 0, range.count >= Self.shortestLiteral else { return }
    text.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      withTables { tables in
        LiteralSearch(tables: tables, sieve: sieve, text: UnsafeRawPointer(base), count: buffer.count, range: range)
          .run(into: &hits)
      }
    }
  }

  // MARK: - Building

  /// Two entries for each literal.
  private static func entries(of joined: [UInt8], from start: [Int32]) -> [(gram: SampledGram, entry: LiteralEntry)] {
    var made: [(gram: SampledGram, entry: LiteralEntry)] = []
    made.reserveCapacity(2 * start.count)
    joined.withUnsafeBufferPointer { bytes in
      for (literal, (start, end)) in zip(start, start.dropFirst()).enumerated() {
        precondition(end - start >= shortestLiteral, "a literal has at least \(shortestLiteral) bytes")
        let known = UnsafeBufferPointer(rebasing: bytes[Int(start)..<Int(end)])
        for parity in 0...1 {
          let gram = SampledGram(of: known, parity: parity)
          made.append((gram, LiteralEntry(of: known, literal: Int32(literal), start: start, at: gram)))
        }
      }
    }
    return made
  }

  /// Sets the bits of a gram.
  private mutating func mark(_ gram: SampledGram) {
    gram.part.forEachSample(of: gram.key) { sample in
      let packed = Gram.packed(sample)
      sampled[packed >> 5] |= 1 << UInt32(packed & 31)
    }
  }
}
