import ByteSearch
import Detection
import Rules
import Text

/// Finds the other values that a request needs, near a secret.
struct PartSearch {
  let detector: Detector

  /// A value and where it is.
  private struct Hit {
    var place: Range<Int>
    var value: String
  }

  /// The values of each part, by its name, in the nearest place that has any: the secret's line, else its paragraph, else
  /// all of its surroundings. More than one means that it is not clear which is meant.
  func parts(_ sources: [PartSource], near surroundings: Surroundings) -> [String: [String]] {
    var parts: [String: [String]] = [:]
    let areas = areas(around: surroundings)
    let candidates = detector.candidates(in: surroundings.bytes.span, isBinary: false)
    for source in sources where parts[source.name] == nil {
      let hits = hits(of: source.origin, candidates, in: surroundings)
      for area in areas {
        let values = hits.filter { area.contains($0.place.lowerBound) }.map(\.value)
        if values.isEmpty { continue }
        var seen: Set<String> = []
        parts[source.name] = values.filter { seen.insert($0).inserted }
        break
      }
    }
    return parts
  }

  private func hits(of origin: PartSource.Origin, _ candidates: [Candidate], in surroundings: Surroundings) -> [Hit] {
    switch origin {
    case .rule(let id):
      let others = candidates.filter { $0.decoded == nil && !$0.secret.overlaps(surroundings.secret) }
      return others.filter { detector.index.rules.id(at: $0.rule) == id }.map {
        Hit(place: $0.secret, value: String(decoding: $0.value.bytes, as: UTF8.self))
      }
    // Is read where requests are made.
    case .secret: return []
    case .regex(let source):
      guard let pattern = try? Pattern(source, options: .seldomUsed) else { return [] }
      return pattern.captures(in: surroundings.bytes).map { match, group in
        let place = group ?? match
        return Hit(place: place, value: String(decoding: surroundings.bytes[place], as: UTF8.self))
      }
    }
  }

  // MARK: - Areas

  /// From the nearest to the farthest.
  private func areas(around surroundings: Surroundings) -> [Range<Int>] {
    let bytes = surroundings.bytes
    var line = surroundings.secret
    while line.lowerBound > 0, bytes[line.lowerBound - 1] != UInt8(ascii: "\n") {
      line = line.lowerBound - 1..<line.upperBound
    }
    while line.upperBound < bytes.count, bytes[line.upperBound] != UInt8(ascii: "\n") {
      line = line.lowerBound..<line.upperBound + 1
    }
    return [line, paragraph(around: line, in: bytes), bytes.indices]
  }

  /// The lines around a line up to an empty one, a section's header, or one of brackets alone.
  private func paragraph(around line: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
    var (start, end) = (line.lowerBound, line.upperBound)
    while start > 0 {
      let before = bytes[..<(start - 1)].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      if Self.parts(bytes[before..<(start - 1)]) { break }
      start = before
    }
    while end < bytes.count {
      let next = bytes[(end + 1)...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      if Self.parts(bytes[(end + 1)..<next]) { break }
      end = next
    }
    return start..<end
  }

  /// Whether a line parts one paragraph from another.
  private static func parts(_ line: ArraySlice<UInt8>) -> Bool {
    let filled = line.filter { $0 > UInt8(ascii: " ") }
    if filled.first == UInt8(ascii: "["), filled.last == UInt8(ascii: "]") { return true }
    return filled.allSatisfy { "{}[](),;-".utf8.contains($0) }
  }
}
