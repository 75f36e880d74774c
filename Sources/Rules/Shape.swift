/// How a text looks: literal characters and classes of characters with counts, as rule files write samples.
///
/// `docs/RULES.md`, "Shapes", has the syntax. No value in a rule file looks like a live secret; tests fill shapes in.
public struct Shape: Sendable, Equatable {
  /// A run of characters that are drawn from one set.
  struct Piece: Sendable, Equatable {
    /// What each character is drawn from, in order; a literal has one.
    var characters: [UInt8]
    var count: ClosedRange<Int>
  }

  var pieces: [Piece]
  /// The pieces between `«` and `»`.
  var secretPieces: Range<Int>?

  /// Reads a shape.
  ///
  /// - Throws: ``ShapeError`` with the place of the first mistake.
  public init(parsing text: String) throws(ShapeError) {
    var reader = ShapeReader(characters: Array(text))
    (pieces, secretPieces) = try reader.read()
  }

  /// A text of this shape; each character is drawn evenly from its class. Guillemets are left out.
  public func generate(using generator: inout some RandomNumberGenerator) -> [UInt8] {
    generateExample(using: &generator).text
  }

  /// A text of this shape and where in it the part between `«` and `»` is.
  public func generateExample(
    using generator: inout some RandomNumberGenerator
  ) -> (text: [UInt8], secret: Range<Int>?) {
    var text: [UInt8] = []
    var starts: [Int] = []
    for piece in pieces {
      starts.append(text.count)
      for _ in 0..<Int.random(in: piece.count, using: &generator) {
        text.append(piece.characters[Int.random(in: piece.characters.indices, using: &generator)])
      }
    }
    starts.append(text.count)
    return (text, secretPieces.map { starts[$0.lowerBound]..<starts[$0.upperBound] })
  }
}

/// A mistake in a shape.
public struct ShapeError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Problem: Sendable, Equatable {
    case unclosedClass
    case emptyClass
    case backwardRange
    case notASCII
    case trailingBackslash
    case badCount
    case unpairedGuillemet
  }
  /// What is wrong.
  public var problem: Problem
  /// 1-based, in characters.
  public var position: Int

  /// One sentence with the place.
  public var description: String {
    let text =
      switch problem {
      case .unclosedClass: "a character class without its closing ]"
      case .emptyClass: "an empty character class"
      case .backwardRange: "a range whose end comes before its start"
      case .notASCII: "a class may contain only ASCII characters"
      case .trailingBackslash: "a backslash without a character after it"
      case .badCount: "a count must be {n} or {m,n} with m not above n, and n at most \(ShapeReader.largestCount)"
      case .unpairedGuillemet: "« and » must be there once each, in this order"
      }
    return "shape, character \(position): \(text)"
  }
}
