import ByteSearch
import Text

/// A part of a text without one family of escapes, and where each byte comes from.
struct EscapedText: DecodedPart {
  let layers: [DecodingLayer]
  let failure: String? = nil
  private(set) var bytes: [UInt8] = []
  /// Where the bytes of the text begin that are as they were written, and each escape: the offset in the bytes, and the
  /// place in the text. The last one is the end of both.
  private var segments: [(start: Int, origin: Int)] = []

  init(_ window: Range<Int>, of text: Span<UInt8>, without family: EscapeFamily) {
    layers = [family.layer]
    var place = window.lowerBound
    segments.append((0, place))
    while place < window.upperBound {
      let next = text.firstIndex(of: family.introducer, in: place..<window.upperBound) ?? window.upperBound
      let escape = next < window.upperBound ? family.escape(in: text, at: next) : nil
      // What begins no escape stays as it is.
      let end = escape == nil ? min(next + 1, window.upperBound) : next
      text.extracting(place..<end).withUnsafeBufferPointer { bytes += $0 }
      place = end
      guard let escape else { continue }
      segments.append((bytes.count, place))
      if let byte = escape.byte { bytes.append(byte) }
      place += escape.length
      segments.append((bytes.count, place))
    }
    segments.append((bytes.count, min(place, text.count)))
    if family == .percent { writeBlanks() }
  }

  /// Forms write a blank as `+`, which in a key is a character of base64 unless it is in a line that begins or ends the key.
  private mutating func writeBlanks() {
    var place = 0
    while let plus = bytes[place...].firstIndex(of: UInt8(ascii: "+")) {
      place = plus + 1
      guard Self.lineStarts.contains(where: { bytes[..<plus].suffix($0.count).elementsEqual($0) }) else { continue }
      let end = bytes[plus...].firstIndex(of: UInt8(ascii: "-")) ?? plus
      for index in plus..<end where bytes[index] == UInt8(ascii: "+") { bytes[index] = UInt8(ascii: " ") }
      place = max(place, end)
    }
  }

  /// RFC 7468, section 3.
  private static let lineStarts = [Array("-----BEGIN".utf8), Array("-----END".utf8)]

  /// What the place was written as, without a broken line after it.
  func place(of place: Range<Int>) -> Range<Int> {
    let start = offset(of: place.lowerBound)
    return start..<max(start, end(at: place.upperBound))
  }

  func start(of place: Range<Int>) -> Int { offset(of: place.lowerBound) }

  /// Where a byte is in the text.
  private func offset(of byte: Int) -> Int {
    let segment = segments[segments.partitioningIndex { $0.start > byte } - 1]
    return segment.origin + byte - segment.start
  }

  /// Where in the text what comes before a byte ends.
  private func end(at byte: Int) -> Int {
    let next = segments.partitioningIndex { $0.start >= byte }
    if next == 0 || segments[next].start == byte { return segments[next].origin }
    return segments[next - 1].origin + byte - segments[next - 1].start
  }

  func origin(of range: Range<Int>) -> Range<Int> { place(of: range.clamped(to: bytes.indices)) }

  /// Whether an escape is in it.
  func isHidden(_ range: Range<Int>) -> Bool {
    origin(of: range).count != range.clamped(to: bytes.indices).count
  }
}
