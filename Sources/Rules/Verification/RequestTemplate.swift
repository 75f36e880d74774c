/// A text of a request with the places for the secret and other values: `Bearer {{secret}}`.
public struct RequestTemplate: Sendable, Equatable {
  /// A run of the text.
  public enum Piece: Sendable, Equatable {
    case text(String)
    /// The name of the value that belongs here.
    case value(String)
  }

  /// The name of the secret itself.
  public static let secret = "secret"

  /// In order.
  public let pieces: [Piece]

  /// Reads a template.
  ///
  /// - Throws: ``RequestSyntaxError`` for braces without an end, or without a name.
  public init(_ source: String) throws(RequestSyntaxError) {
    var pieces: [Piece] = []
    var rest = source[...]
    while let opening = rest.firstRange(of: "{{") {
      if opening.lowerBound > rest.startIndex { pieces.append(.text(String(rest[..<opening.lowerBound]))) }
      guard let closing = rest[opening.upperBound...].firstRange(of: "}}") else {
        throw RequestSyntaxError("{{ has no }}")
      }
      let name = String(rest[opening.upperBound..<closing.lowerBound])
      guard Self.isName(name) else {
        throw RequestSyntaxError("{{\(name)}} is no name of lower-case letters, digits and _")
      }
      pieces.append(.value(name))
      rest = rest[closing.upperBound...]
    }
    if !rest.isEmpty { pieces.append(.text(String(rest))) }
    self.pieces = pieces
  }

  /// The names of its values.
  public var names: [String] {
    pieces.compactMap { piece in
      if case .value(let name) = piece { name } else { nil }
    }
  }

  /// The text with its values.
  ///
  /// - Parameters:
  ///   - values: By name.
  ///   - write: How a value is written in a text of this kind.
  /// - Returns: `nil` when a value is missing.
  public func filled(_ values: [String: String], write: (String) -> String = { $0 }) -> String? {
    var text = ""
    for piece in pieces {
      switch piece {
      case .text(let plain): text += plain
      case .value(let name):
        guard let value = values[name] else { return nil }
        text += write(value)
      }
    }
    return text
  }

  /// Whether a text can name a value.
  static func isName(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || byte == UInt8(ascii: "_")
      }
  }
}

/// What is wrong with a text of a request's definition.
public struct RequestSyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A clause that follows the key's name.
  public let description: String

  init(_ description: String) { self.description = description }
}
