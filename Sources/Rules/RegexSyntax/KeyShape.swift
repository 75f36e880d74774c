/// What the keys of a rule have in common whatever their length: how they begin, and which bytes they are of.
///
/// Vendors make keys longer, and documentation is not always exact. With the shape, a value is noticed that the rule's
/// regex does not match for a few bytes.
package struct KeyShape: Sendable {
  /// One alternative of the regex.
  private struct Form {
    let runs: [ByteRuns.Run]
    let prefix: [UInt8]
    /// The bytes after the prefix.
    let body: ByteSet
    /// The single bytes between its parts, such as the `_` of `sk_1234_567890_…`.
    let separators: [UInt8]
    let lengths: ClosedRange<Int>

    /// Whether a value has a separator between all parts: without, it is a key of another kind.
    func hasSeparators(in value: Range<Int>, of text: Span<UInt8>) -> Bool {
      var missing = separators[...]
      for place in value where text[place] == missing.first { missing.removeFirst() }
      return missing.isEmpty
    }
  }

  /// Bytes by which a value may be longer than the rule's keys.
  package static let mostLonger = 8
  /// Bytes by which it may be shorter.
  package static let mostShorter = 3
  private static let shortestPrefix = 3
  private static let shortestBody = 12

  private let runs: ByteRuns
  private let forms: [Form]

  /// - Returns: `nil` unless each key begins with at least three fixed bytes.
  package init?(_ runs: ByteRuns) {
    self.runs = runs
    forms = runs.alternatives.compactMap(Self.form)
    if forms.isEmpty { return nil }
  }

  private static func form(of runs: [ByteRuns.Run]) -> Form? {
    let literals = runs.prefix { $0.least == $0.most && $0.bytes.onlyByte != nil }
    let prefix = literals.flatMap { run in Array(repeating: run.bytes.onlyByte ?? 0, count: run.least) }
    let (least, most) = (ByteRuns.sum(of: runs.map(\.least)), ByteRuns.sum(of: runs.map(\.most)))
    guard prefix.count >= shortestPrefix, least >= prefix.count + shortestBody, most < ByteRuns.widthCap else {
      return nil
    }
    let parts = runs.dropFirst(literals.count)
    let separators = parts.filter { $0.least == 1 && $0.most == 1 }.compactMap(\.bytes.onlyByte)
    return Form(
      runs: runs, prefix: prefix, body: parts.reduce(ByteSet()) { $0.union($1.bytes) }, separators: separators,
      lengths: least...most)
  }

  /// The value that begins at `start` as a key does, of the same bytes and with the same separators, and is a few bytes
  /// longer or shorter than keys.
  ///
  /// - Parameter lookedUntil: Grows to the end of what the answer depends on; it may reach beyond the text.
  package func nearMiss(
    in text: Span<UInt8>, at start: Int, lookedUntil: inout Int
  ) -> (value: Range<Int>, miss: ShapeMiss)? {
    for place in start...start + 1 where place < text.count && runs.isPlace(place, ofMatchAt: start) {
      guard runs.beginsRuns(at: place, in: text) else { continue }
      for form in forms {
        if let near = nearMiss(of: form, in: text, at: place, lookedUntil: &lookedUntil) { return near }
      }
    }
    return nil
  }

  private func nearMiss(
    of form: Form, in text: Span<UInt8>, at start: Int, lookedUntil: inout Int
  ) -> (value: Range<Int>, miss: ShapeMiss)? {
    let body = start + form.prefix.count
    let nearest = start + form.lengths.lowerBound - Self.mostShorter
    let farthest = start + form.lengths.upperBound + Self.mostLonger
    lookedUntil = max(lookedUntil, body)
    guard body <= text.count, form.prefix.indices.allSatisfy({ text[start + $0] == form.prefix[$0] }) else {
      return nil
    }
    // Mostly the byte that the shortest value ends with shows that there is none.
    lookedUntil = max(lookedUntil, nearest)
    guard nearest <= text.count, form.body.contains(text[nearest - 1]) else { return nil }
    var end = body
    while end < text.count, end <= farthest, form.body.contains(text[end]) { end += 1 }
    lookedUntil = max(lookedUntil, end + 1)
    guard nearest...farthest ~= end, runs.endsRuns(at: end, in: text, to: text.count) else { return nil }
    guard form.hasSeparators(in: body..<end, of: text) else { return nil }
    return miss(of: form, by: start..<end, in: text).map { (start..<end, $0) }
  }

  private func miss(of form: Form, by value: Range<Int>, in text: Span<UInt8>) -> ShapeMiss? {
    if value.count < form.lengths.lowerBound { return .shorter }
    if value.count > form.lengths.upperBound { return .longer }
    // Of a length that keys may have: a part of it is longer than there.
    var lookedUntil = 0
    let end = ByteRuns.end(
      of: form.runs, at: value.lowerBound, in: text, to: value.upperBound, lookedUntil: &lookedUntil)
    return end.map { value.upperBound - $0 <= Self.mostLonger ? .longer : nil } ?? nil
  }
}

/// How a value misses the shape of its vendor's keys.
package enum ShapeMiss: Sendable {
  /// A key of a newer kind: a key that was cut is not longer.
  case longer
  /// A key of another kind, or one that was cut.
  case shorter
}
