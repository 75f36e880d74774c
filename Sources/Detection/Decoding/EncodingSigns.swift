private import CEncodingSigns

/// Finds the places in a text where something may be encoded. Most texts have few.
enum EncodingSigns {
  /// A place where something may be encoded.
  enum Sign: Equatable {
    /// Characters of base64, or of hexadecimal, as many as it takes to encode a secret.
    case run(Range<Int>)
    /// The first byte of what may be an escape that hides something.
    case escape(Int)
  }

  /// Fewest characters of a run: 20 of base64 are 15 bytes.
  static let shortestRun = Int(encoding_shortest_run)

  /// Number of signs that are found at once: they fit on the stack.
  private static let capacity = 60

  /// The instructions that a search is made of; all find the same.
  enum Instructions: CaseIterable {
    case portable, avx2, avx512

    /// Whether this processor has them.
    var areSupported: Bool { encoding_is_supported(code) }

    /// The widest of this processor.
    static let fastest: Instructions = allCases.last(where: \.areSupported) ?? .portable

    fileprivate var code: encoding_instructions {
      switch self {
      case .portable: encoding_portable
      case .avx2: encoding_avx2
      case .avx512: encoding_avx512
      }
    }
  }

  /// Calls a closure with each sign in a range, those of each kind in order. Of a run, only the characters in the range
  /// count.
  ///
  /// - Parameter instructions: Those that are searched with; the processor supports them.
  /// - Complexity: Linear in the range; one or two instructions a byte.
  static func forEach(
    in range: Range<Int>, of text: Span<UInt8>, with instructions: Instructions = .fastest, _ body: (Sign) -> Void
  ) {
    guard !range.isEmpty else { return }
    precondition(range.lowerBound >= 0 && range.upperBound <= text.count)
    // Invariant: the range is in the text, and `signs` has room for as many as the search is told.
    text.withUnsafeBufferPointer { text in
      withUnsafeTemporaryAllocation(of: encoding_sign.self, capacity: capacity) { signs in
        var search = encoding_search(
          text: text.baseAddress, readable: UInt64(text.count), position: UInt64(range.lowerBound),
          end: UInt64(range.upperBound), characters: 0)
        while search.position < search.end {
          let found = encoding_signs_collect(&search, signs.baseAddress, UInt64(capacity), instructions.code)
          for index in 0..<Int(found) {
            let (start, count) = (Int(signs[index].start), Int(signs[index].count))
            body(count == 0 ? .escape(start) : .run(start..<start + count))
          }
        }
      }
    }
  }
}
