import Text

/// A gap that a line of an ignore file accepts: it is listed, and the scan is complete without it.
public struct AcceptedGap: Sendable, Hashable {
  /// What was not scanned.
  public var gap: Skip
  /// Where the line is, as `path:line`.
  public var place: String
  /// Why its author accepts it.
  public var reason: String

  /// Creates an accepted gap from its parts.
  public init(gap: Skip, place: String, reason: String) {
    self.gap = gap
    self.place = place
    self.reason = reason
  }
}

extension Skip {
  /// The names by which a line may accept the gap: the ids of the objects that it is about, and its path.
  public var acceptedNames: [String] { Self.objectIDs(in: path) + Self.objectIDs(in: reason) + [path] }

  /// The line of `.leaksiftignore` that accepts the gap, with the reason to be written.
  public var acceptance: String {
    let ids = acceptedNames.dropLast()
    let name = ids.first ?? pathID?.description ?? path
    return "\(GapName.written(name)) gap=accepted reason=\"…\""
  }

  /// Words of 40 or 64 hexadecimal digits.
  private static func objectIDs(in text: String) -> [String] {
    text.split { !$0.isLetter && !$0.isNumber }.map { String($0) }.filter { word in
      [40, 64].contains(word.utf8.count) && word.allSatisfy(\.isHexDigit)
    }
  }
}

/// How a line of an ignore file names a gap: as it is, or in quotes with escapes where it could be misread.
public enum GapName {
  /// The name as a line writes it.
  public static func written(_ name: String) -> String {
    let isPlain = name.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && !Escaping.isUnsafe($0) }
    if isPlain, let first = name.first, first != "\"", first != "#" { return name }
    var text = "\""
    for scalar in name.unicodeScalars {
      if scalar == "\"" || scalar == "\\" {
        text += "\\\(scalar)"
      } else if Escaping.isUnsafe(scalar) {
        text += Escaping.name(of: scalar)
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }

  /// Reads a name in quotes at the start of a line.
  ///
  /// - Returns: The name and what follows it; `nil` when the line begins with no quote, or the quote is not closed.
  public static func read(_ line: String) -> (name: String, rest: String)? {
    guard line.first == "\"" else { return nil }
    var rest = line.dropFirst()
    var name = ""
    while let character = rest.popFirst() {
      if character == "\"" { return (name, String(rest)) }
      guard character == "\\" else {
        name.append(character)
        continue
      }
      if rest.hasPrefix("u{"), let end = rest.firstIndex(of: "}"),
        let scalar = UInt32(rest[..<end].dropFirst(2), radix: 16).flatMap({ Unicode.Scalar($0) })
      {
        name.unicodeScalars.append(scalar)
        rest = rest[end...].dropFirst()
      } else if let escaped = rest.popFirst() {
        name.append(escaped)
      }
    }
    return nil
  }
}
