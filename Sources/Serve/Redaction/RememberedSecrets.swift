/// Secrets that were found before, to be masked where nothing but their value tells them.
///
/// Of each secret the four-byte pieces at its first four places are kept. Wherever the secret is in a text, one of them begins
/// at a place whose number is a multiple of four, so that only those places are looked at.
struct RememberedSecrets {
  /// Secrets of a stream that are kept: what bounds the memory of one without an end.
  static let mostOfStream = 1_024
  /// Shorter ones may be words; and shorter than seven bytes, a secret need not have a piece at such a place.
  private static let shortest = 8
  /// Bytes of a piece, and the distance of the places.
  private static let step = 4

  /// Where a piece is in a secret.
  private struct Piece {
    var secret: Int
    var offset: Int
  }

  private let most: Int
  private var secrets: [(bytes: [UInt8], rule: String)] = []
  private var isKnown: Set<[UInt8]> = []
  private var pieces: [UInt32: [Piece]] = [:]
  /// Which hashes of pieces there are: most places of a text are passed over by it.
  private var sieve = [Bool](repeating: false, count: 1 << 16)

  /// - Parameter most: Secrets that are kept; of more, the oldest are dropped.
  init(most: Int) { self.most = most }

  /// Keeps a secret.
  mutating func add(_ value: [UInt8], rule: String) {
    guard value.count >= Self.shortest, isKnown.insert(value).inserted else { return }
    if secrets.count == most {
      isKnown.remove(secrets.removeFirst().bytes)
      pieces = [:]
      sieve = [Bool](repeating: false, count: 1 << 16)
      for index in secrets.indices { note(index) }
    }
    secrets.append((value, rule))
    note(secrets.count - 1)
  }

  private mutating func note(_ index: Int) {
    let bytes = secrets[index].bytes
    for offset in 0..<Self.step {
      let piece = (0..<Self.step).reduce(0) { $0 | UInt32(bytes[offset + $1]) << (8 * $1) }
      pieces[piece, default: []].append(Piece(secret: index, offset: offset))
      sieve[Self.hash(piece)] = true
    }
  }

  /// Where the secrets are in a text from an offset on.
  ///
  /// - Complexity: O(n) for n bytes, and the length of a secret where one may be.
  func places(in text: Span<UInt8>, from start: Int) -> [MaskedRange] {
    guard !secrets.isEmpty, text.count - start >= Self.shortest else { return [] }
    var candidates: [(place: Int, piece: UInt32)] = []
    text.withUnsafeBytes { bytes in
      // Invariant: a piece that begins at the last place ends with the text or before.
      for place in stride(from: start, through: bytes.count - Self.step, by: Self.step) {
        let piece = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
        if sieve[Self.hash(piece)] { candidates.append((place, piece)) }
      }
    }
    return candidates.flatMap { place, piece in
      (pieces[piece] ?? []).compactMap { occurrence(of: $0, at: place, in: text, from: start) }
    }
  }

  /// The secret around one of its pieces, if the rest of it is there, too.
  private func occurrence(of piece: Piece, at place: Int, in text: Span<UInt8>, from start: Int) -> MaskedRange? {
    let (bytes, rule) = secrets[piece.secret]
    let range = place - piece.offset..<place - piece.offset + bytes.count
    guard range.lowerBound >= start, range.upperBound <= text.count,
      bytes.indices.allSatisfy({ text[range.lowerBound + $0] == bytes[$0] })
    else { return nil }
    return MaskedRange(range: range, value: bytes, rule: rule)
  }

  private static func hash(_ piece: UInt32) -> Int { Int((piece &* 0x9E37_79B1) >> 16) }
}
