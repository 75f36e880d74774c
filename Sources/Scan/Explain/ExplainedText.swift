import Findings
import Content
import Platform

/// The file, or the member of one, that a path of a report means.
struct ExplainedPlace {
  /// `nil` for standard input.
  var file: String?
  /// What follows the file's path and `!` in the member's; `nil` for the file itself.
  var member: String?

  /// - Parameter path: As a report or user writes it; a file whose own name has a `!` comes first. `nil` means standard input.
  init(_ path: String?) {
    guard let path else { return }
    file = WorkingTree.path(ofReported: path)
    guard !FileSystem.exists(Array((file ?? "").utf8)) else { return }
    for end in path.indices.reversed() where path[end] == "!" {
      let container = String(path[..<end])
      let found = container == "-" ? nil : WorkingTree.path(ofReported: container)
      guard found.map({ FileSystem.isFile($0) }) ?? true else { continue }
      (file, member) = (found, String(path[path.index(after: end)...]))
      return
    }
  }
}

/// The whole text with the line in question.
struct ExplainedText {
  /// Path as a scan of the file reports it; `-` for standard input.
  var path: String
  /// Decoded to UTF-8, or in the file's own 8-bit encoding.
  var text: [UInt8]

  /// Reads a file, a member of one, or standard input.
  static func read(_ place: ExplainedPlace, _ containers: ContainerReader?) throws(ScanError) -> ExplainedText {
    guard let path = place.file else {
      return try read(place, at: "-") { readStandardInput(containers: containers, $0) }
    }
    let naming = NamedTarget(path: path).naming
    let listing: Listing
    do { listing = try WorkingTree.list(path, named: naming) } catch { throw ScanError(error.description) }
    guard listing.scope == .file, let file = listing.files.first else {
      throw ScanError("\(path) is no regular file; name a file and a line: PATH:LINE")
    }
    var reader = FileReader(root: listing.root, containers: containers)
    return try read(place, at: file.displayPath) { reader.read(file, $0) }
  }

  /// - Parameters:
  ///   - path: What a scan calls the file.
  ///   - source: Reads the file, and what is in it.
  private static func read(
    _ place: ExplainedPlace, at path: String, _ source: ((TextChunk, TextOrigin) -> Void) -> FileReader.Result
  ) throws(ScanError) -> ExplainedText {
    let path = path + (place.member.map { "!\($0)" } ?? "")
    var text: [UInt8]?
    var isRead = false
    let result = source { chunk, origin in
      // Of members with one name the first counts.
      guard !isRead, origin.displayPath == path else { return }
      // Chunks overlap: what is known already is not read again.
      let known = max(0, (text?.count ?? 0) - chunk.offset)
      text = (text ?? []) + (known < chunk.bytes.count ? chunk.bytes.bytes(known..<chunk.bytes.count) : [])
      isRead = chunk.isLast
    }
    if let gap = result.gap { throw ScanError("\(place.file ?? "standard input"): \(gap.reason)") }
    if let text { return ExplainedText(path: path, text: text) }
    throw ScanError(unread(path, place, result.container))
  }

  /// Why a container has no such text.
  private static func unread(_ path: String, _ place: ExplainedPlace, _ container: ContainerOutcome?) -> String {
    let skips = (container?.gaps ?? []) + (container?.leftOut ?? [])
    if let skip = skips.first(where: { $0.path == path }) { return "\(path): \(skip.reason)" }
    guard place.member != nil else { return "\(path) is an archive; name a file in it: \(path)!MEMBER:LINE" }
    return "\(path) cannot be read: there is no archive with such a member"
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
