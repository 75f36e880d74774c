import Findings
import Content

/// The whole text with the line in question.
struct ExplainedText {
  /// Path as a scan of the file reports it; `-` for standard input.
  var path: String
  /// Decoded to UTF-8, or in the file's own 8-bit encoding.
  var text: [UInt8]

  /// Reads a file, or standard input when there is none.
  static func read(_ path: String?) throws(ScanError) -> ExplainedText {
    var text: [UInt8] = []
    let consume: (TextChunk, TextOrigin) -> Void = { chunk, _ in
      // Chunks overlap: what is known already is not read again.
      let known = max(0, text.count - chunk.offset)
      if known < chunk.bytes.count { text += chunk.bytes.bytes(known..<chunk.bytes.count) }
    }
    guard let path else {
      if let gap = readStandardInput(consume).gap { throw ScanError("standard input: \(gap.reason)") }
      return ExplainedText(path: "-", text: text)
    }
    let naming = NamedTarget(path: path).naming
    let listing: Listing
    do { listing = try WorkingTree.list(path, named: naming) } catch { throw ScanError(error.description) }
    guard listing.scope == .file, let file = listing.files.first else {
      throw ScanError("\(path) is no regular file; name a file and a line: PATH:LINE")
    }
    var reader = FileReader(root: listing.root)
    if let gap = reader.read(file, consume).gap { throw ScanError("\(path): \(gap.reason)") }
    return ExplainedText(path: file.displayPath, text: text)
  }

  /// Number of lines; text after the last line end counts as one.
  var lineCount: Int {
    let ends = text.count { $0 == UInt8(ascii: "\n") }
    return text.last == UInt8(ascii: "\n") ? ends : ends + 1
  }

  /// The bytes of a line without its end; `nil` when there is no such line.
  func range(ofLine number: Int) -> Range<Int>? {
    guard number >= 1, number <= lineCount else { return nil }
    var start = 0
    for _ in 1..<number {
      guard let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      start = end + 1
    }
    let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
    return start..<(end > start && text[end - 1] == UInt8(ascii: "\r") ? end - 1 : end)
  }
}
