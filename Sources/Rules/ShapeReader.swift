import Text

/// Reads the syntax of shapes.
struct ShapeReader {
  /// Bounds the text that one count can make.
  static let largestCount = 100_000

  let characters: [Character]
  private var place = 0

  init(characters: [Character]) { self.characters = characters }

  mutating func read() throws(ShapeError) -> (pieces: [Shape.Piece], secret: Range<Int>?) {
    var pieces: [Shape.Piece] = []
    var (secretStart, secret): (Int?, Range<Int>?)
    while let character = take() {
      switch character {
      case "«":
        guard secretStart == nil, secret == nil else { throw error(.unpairedGuillemet) }
        secretStart = pieces.count
      case "»":
        guard let start = secretStart else { throw error(.unpairedGuillemet) }
        (secret, secretStart) = (start..<pieces.count, nil)
      case "[":
        let members = try readClass()
        pieces.append(Shape.Piece(characters: members, count: try readCount() ?? 1...1))
      default:
        let isEscaped = character == "\\"
        let bytes = isEscaped ? try readEscape() : Array(character.utf8)
        // Only a bare letter or digit may repeat: elsewhere a brace is text, as in JSON or `${NAME}`.
        let mayRepeat = !isEscaped && bytes.count == 1 && bytes[0].isLetterOrDigit
        let count = mayRepeat ? try readCount() ?? 1...1 : 1...1
        pieces += bytes.map { Shape.Piece(characters: [$0], count: count) }
      }
    }
    guard secretStart == nil else { throw error(.unpairedGuillemet) }
    return (pieces, secret)
  }

  private func error(_ problem: ShapeError.Problem) -> ShapeError { ShapeError(problem: problem, position: place) }

  private mutating func take() -> Character? {
    guard place < characters.count else { return nil }
    defer { place += 1 }
    return characters[place]
  }

  /// What follows a backslash: `n` and `t` are line feed and tab, anything else stands for itself.
  private mutating func readEscape() throws(ShapeError) -> [UInt8] {
    guard let character = take() else { throw error(.trailingBackslash) }
    switch character {
    case "n": return [0x0A]
    case "t": return [0x09]
    default: return Array(character.utf8)
    }
  }

  private mutating func readClass() throws(ShapeError) -> [UInt8] {
    var members: Set<UInt8> = []
    while let character = take() {
      guard character != "]" else {
        guard !members.isEmpty else { throw error(.emptyClass) }
        return members.sorted()
      }
      let low = try readMember(character)
      // A dash at the end of the class stands for itself.
      guard place + 1 < characters.count, characters[place] == "-", characters[place + 1] != "]" else {
        members.insert(low)
        continue
      }
      place += 1
      guard let end = take() else { throw error(.unclosedClass) }
      let high = try readMember(end)
      guard low <= high else { throw error(.backwardRange) }
      members.formUnion(low...high)
    }
    throw error(.unclosedClass)
  }

  private mutating func readMember(_ character: Character) throws(ShapeError) -> UInt8 {
    let bytes = character == "\\" ? try readEscape() : Array(character.utf8)
    guard bytes.count == 1 else { throw error(.notASCII) }
    return bytes[0]
  }

  /// A count in braces, when digits follow the brace.
  private mutating func readCount() throws(ShapeError) -> ClosedRange<Int>? {
    guard place + 1 < characters.count, characters[place] == "{", characters[place + 1].isASCIIDigit,
      let end = characters[place...].firstIndex(of: "}")
    else { return nil }
    let parts = characters[(place + 1)..<end].split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { $0.allSatisfy(\.isASCIIDigit) ? Int(String($0)) : nil }
    place += 1
    guard numbers.count == parts.count, let low = numbers.first, let high = numbers.last, numbers.count <= 2,
      low <= high, high <= Self.largestCount
    else { throw error(.badCount) }
    place = end + 1
    return low...high
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { asciiValue?.isDigit == true }
}
