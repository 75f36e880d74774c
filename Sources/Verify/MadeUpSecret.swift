import Rules

/// A secret that nobody has, of the same shape as one that was found.
enum MadeUpSecret {
  /// The secret with new characters in its second half, each drawn from those of its kind that the secret has, so that its
  /// beginning, length and alphabet stay.
  ///
  /// - Parameter checksum: What the secret carries to be checked by: the made-up one passes that too.
  /// - Returns: `nil` when too little can change to make another one.
  static func like(_ secret: String, checksum: Checksum?) -> String? {
    var generator = SystemRandomNumberGenerator()
    let characters = Array(secret.unicodeScalars)
    let alphabets = Dictionary(grouping: Set(characters).sorted(), by: Kind.init)
    let half = characters.count / 2
    for _ in 0..<8 {
      var made = String.UnicodeScalarView(characters[..<half])
      var changed = 0
      for character in characters[half...] {
        let kind = Kind(character)
        let drawn = kind == .other ? character : alphabets[kind]?.randomElement(using: &generator) ?? character
        changed += drawn == character ? 0 : 1
        made.append(drawn)
      }
      if changed < 3 { continue }
      let completed = checksum?.completed(Array(String(made).utf8), using: &generator) ?? Array(String(made).utf8)
      let text = String(decoding: completed, as: UTF8.self)
      if text != secret { return text }
    }
    return nil
  }

  private enum Kind: Hashable {
    case digit, lower, upper, other

    init(_ character: Unicode.Scalar) {
      switch character {
      case "0"..."9": self = .digit
      case "a"..."z": self = .lower
      case "A"..."Z": self = .upper
      default: self = .other
      }
    }
  }
}
