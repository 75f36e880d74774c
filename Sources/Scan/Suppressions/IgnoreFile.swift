import Findings
import Content
import Rules
import Text

/// An ignore file beside the scanned files.
struct IgnoreFile: Sendable {
  /// Names that are looked for, leaksift's own first.
  static let names = [".leaksiftignore", ".gitleaksignore", ".betterleaksignore"]

  /// Path as messages give it.
  var name: String
  var entries: [IgnoreEntry]
  /// Lines that name nothing, in files whose format is not ours.
  var warnings: [String] = []

  /// Reads an ignore file.
  ///
  /// - Parameters:
  ///   - name: Path; its last part says whose format it is.
  ///   - text: UTF-8; a byte order mark is skipped.
  /// - Throws: ``ScanError`` that names file, line and fix when a line of leaksift's own file is wrong.
  init(name: String, text: [UInt8]) throws(ScanError) {
    self.name = name
    entries = []
    let body = text.starts(with: [0xEF, 0xBB, 0xBF]) ? text.dropFirst(3) : text[...]
    let isOwn = name.hasSuffix(Self.names[0])
    for (index, bytes) in body.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      let line = String(decoding: bytes, as: UTF8.self).trimmingBlanks
      if line.isEmpty || line.hasPrefix("#") { continue }
      if isOwn {
        entries.append(try Self.ownEntry(line, number: index + 1, file: name))
      } else if let place = GitleaksFingerprint(line) {
        entries.append(IgnoreEntry(subject: .place(place), line: index + 1))
      } else {
        warnings.append(
          "\(name):\(index + 1): not a fingerprint of the form `file:rule:line` or `commit:file:rule:line`; it hides "
            + "nothing")
      }
    }
  }

  // MARK: - leaksift's own lines

  private static func ownEntry(_ line: String, number: Int, file: String) throws(ScanError) -> IgnoreEntry {
    let place = "\(file):\(number)"
    let (name, rest) = GapName.read(line) ?? split(line)
    var attributes = SuppressionAttributes()
    var reader = AttributeReader(rest)
    while let token = reader.next() {
      switch token {
      case .attribute(let name, let value): attributes.set(name, value)
      case .word(let word): throw stray(word, at: place)
      }
    }
    if reader.endedInQuotes { throw ScanError("\(place): a quote is never closed; add the closing one") }
    if let date = attributes.unreadableDate {
      throw ScanError("\(place): `until` is `\(date)`, which is no date; write it as YYYY-MM-DD")
    }
    let subject = attributes.gap == nil ? try subject(name, at: place) : try gap(name, attributes, at: place)
    return IgnoreEntry(subject: subject, attributes: attributes, line: number)
  }

  /// A line that accepts a gap.
  private static func gap(
    _ name: String, _ attributes: SuppressionAttributes, at place: String
  ) throws(ScanError) -> IgnoreEntry.Subject {
    guard attributes.gap == "accepted" else {
      throw ScanError("\(place): `gap` can only be `accepted`; write PATH gap=accepted reason=\"why\"")
    }
    // What a message offers to paste has dots for the reason.
    guard let reason = attributes.reason, reason.contains(where: { $0.isLetter || $0.isNumber }) else {
      throw ScanError("\(place): a gap is accepted for a reason only; write it as reason=\"why\"")
    }
    guard !name.isEmpty else {
      throw ScanError("\(place): no gap is named; write its path or object id before gap=accepted")
    }
    let isObject = [40, 64].contains(name.utf8.count) && name.allSatisfy(\.isHexDigit)
    return .gap(isObject ? name.lowercased() : name)
  }

  /// Splits a line where its attributes begin: paths may contain blanks, fingerprints do not.
  private static func split(_ line: String) -> (subject: String, rest: String) {
    let first = line.prefix { !$0.isWhitespace }
    if Fingerprint(String(first)) != nil { return (String(first), String(line.dropFirst(first.count))) }
    var end = line.endIndex
    for name in SuppressionAttributes.names {
      if let place = line.firstRange(of: " \(name)=") { end = min(end, place.lowerBound) }
    }
    return (String(line[..<end]).trimmingBlanks, String(line[end...]))
  }

  private static func subject(_ text: String, at place: String) throws(ScanError) -> IgnoreEntry.Subject {
    if let fingerprint = Fingerprint(text) { return .fingerprint(fingerprint) }
    if let position = GitleaksFingerprint(text) { return .place(position) }
    if let pattern = PathPattern(text) { return .path(pattern) }
    throw ScanError("\(place): `\(text)` is neither a fingerprint nor a path; name one, or remove the line")
  }

  private static func stray(_ word: String, at place: String) -> ScanError {
    let name = String(word.prefix { $0 != "=" })
    let near = Spelling.nearest(to: name, among: SuppressionAttributes.names).map { "; did you mean `\($0)=`?" }
    return ScanError(
      "\(place): `\(word)` is not understood\(near ?? "; write reason=\"…\", owner=\"…\", until=YYYY-MM-DD or rule=ID")"
    )
  }
}

extension String {
  /// Without white space at both ends.
  var trimmingBlanks: String {
    let start = drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }
}
