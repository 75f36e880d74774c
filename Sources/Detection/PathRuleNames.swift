import Rules
import Text

/// Which file names the rules that look at paths alone may report, decided by how a name ends.
///
/// Passes over nearly all names of a history without a regex: such a rule mostly ends in `\.p12$` or `\.(?:jks|bks)$`.
/// Where a regex ends otherwise every name may match.
public struct PathRuleNames: Sendable {
  /// The last bytes of names that may match, in lower case, the very last one lowest, and which of their bits count.
  private var endings = SIMD16<UInt64>(repeating: 0)
  private var masks = SIMD16<UInt64>(repeating: 0)
  private var count = 0
  /// A bit for each ASCII character that one of them ends in.
  private var lastBytes: (low: UInt64, high: UInt64) = (0, 0)
  private var takesAll = false

  /// - Parameter paths: The regexes of the rules.
  public init(_ paths: [String]) {
    for path in paths {
      guard let endings = Self.endings(of: path), count + endings.count <= self.endings.scalarCount else {
        takesAll = true
        return
      }
      for ending in endings { add(ending) }
    }
  }

  /// Whether a rule may report a file of this name.
  public func mayMatch(_ name: Span<UInt8>) -> Bool {
    if takesAll { return name.count > 0 }
    guard name.count > 0, isLast(name[name.count - 1].lowercased) else { return false }
    var end: UInt64 = 0
    for index in 0..<min(8, name.count) {
      end |= UInt64(name[name.count - 1 - index].lowercased) << UInt64(8 * index)
    }
    let places = SIMD16(repeating: end) & masks
    return (0..<count).contains { places[$0] == endings[$0] }
  }

  private mutating func add(_ ending: String) {
    var value: UInt64 = 0
    for (index, byte) in ending.utf8.reversed().prefix(8).enumerated() {
      let lower = byte.lowercased
      value |= UInt64(lower) << UInt64(8 * index)
      guard index == 0 else { continue }
      if lower < 64 { lastBytes.low |= 1 << UInt64(lower) } else { lastBytes.high |= 1 << UInt64(lower - 64) }
    }
    endings[count] = value
    masks[count] = ending.utf8.count >= 8 ? .max : (1 << UInt64(8 * ending.utf8.count)) - 1
    count += 1
  }

  private func isLast(_ byte: UInt8) -> Bool {
    byte < 128 && (byte < 64 ? lastBytes.low >> UInt64(byte) : lastBytes.high >> UInt64(byte - 64)) & 1 == 1
  }

  // MARK: - Reading a regex

  /// How all matches of a regex end; `nil` when that is not plain to see.
  static func endings(of regex: String) -> [String]? {
    guard regex.last == "$", !regex.hasSuffix("\\$"), !hasOpenAlternatives(regex) else { return nil }
    let body = regex.dropLast()
    guard body.last == ")" else { return literal(at: body).map { [$0] } }
    guard let open = body.lastIndex(of: "(") else { return nil }
    let group = body[body.index(after: open)...].dropLast()
    let alternatives = (group.hasPrefix("?:") ? group.dropFirst(2) : group).split(
      separator: "|", omittingEmptySubsequences: false)
    guard alternatives.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isPlain) }) else { return nil }
    let dot = body[..<open].hasSuffix("\\.") ? "." : ""
    return alternatives.map { dot + $0 }
  }

  /// The plain characters at the end of a regex, with the dot before them.
  private static func literal(at regex: Substring) -> String? {
    let start = regex.utf8.reversed().prefix(while: isPlain).count
    guard start > 0 else { return nil }
    let plain = regex.suffix(start)
    let before = regex.dropLast(start)
    if before.hasSuffix("\\.") { return "." + plain }
    // The first one may belong to an escape, such as `\d`.
    let safe = before.last == "\\" ? plain.dropFirst() : plain
    return safe.isEmpty ? nil : String(safe)
  }

  /// Whether there is a `|` outside of groups, or what may hide one.
  private static func hasOpenAlternatives(_ regex: String) -> Bool {
    var depth = 0
    var isEscaped = false
    for character in regex {
      defer { isEscaped = character == "\\" && !isEscaped }
      if isEscaped { continue }
      switch character {
      case "(": depth += 1
      case ")": depth -= 1
      case "|" where depth <= 0: return true
      default: break
      }
    }
    return depth != 0
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte.isWordByte || byte == UInt8(ascii: "-")
  }
}

extension Detector {
  /// Which names the rules may report that look at paths alone.
  public var pathRuleNames: PathRuleNames {
    PathRuleNames(index.pathRules.compactMap { index.rules.rule(at: $0).path })
  }
}
