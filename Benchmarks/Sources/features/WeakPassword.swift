import Rules

/// Passwords as people make them: a word, a few digits, perhaps a mark.
enum WeakPassword {
  private static let words = """
    river maple stone tiger sunny summer winter spring autumn monday friday london paris berlin madrid chelsea arsenal \
    purple orange silver golden banana cherry coffee pepper cookie ginger rocket falcon eagle wolf panther shadow storm \
    thunder ocean island forest garden flower butterfly sunshine rainbow princess freedom liberty forever lucky smile \
    music guitar piano soccer hockey baseball football chicken turtle rabbit horse merlin gandalf phoenix matrix
    """.split(whereSeparator: \.isWhitespace).map(String.init)

  static func made(seed: String) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    var word = words.randomElement(using: &generator) ?? "river"
    if Bool.random(using: &generator) { word = word.prefix(1).uppercased() + word.dropFirst() }
    let digits = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
      String(Int.random(in: 0...9, using: &generator))
    }
    let mark = Bool.random(using: &generator) ? ["!", "#", "@", "$", "."].randomElement(using: &generator) ?? "!" : ""
    return Array((word + digits.joined() + mark).utf8)
  }
}
