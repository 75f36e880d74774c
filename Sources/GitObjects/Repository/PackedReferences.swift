internal import ByteSearch
internal import Text

/// The file `packed-refs`, which may have hundreds of thousands of lines: read on first use.
final class PackedReferences {
  private let path: String
  private let format: ObjectFormat
  private lazy var content = Self.read(path, format)

  init(_ path: String, _ format: ObjectFormat) {
    self.path = path
    self.format = format
  }

  /// All refs by name.
  var all: [Reference] { content.all }

  /// Why refs may be missing, if any may.
  var problems: [GitError] { content.problems }

  /// The object that a ref names; nil when there is no packed ref of that name.
  subscript(name: String) -> ObjectID? {
    let index = all.partitioningIndex { $0.name >= name }
    return index < all.count && all[index].name == name ? all[index].target : nil
  }

  /// Reads lines of the form "id name". A line "^id" gives the object that the tag before it leads to, and is not needed.
  private static func read(_ path: String, _ format: ObjectFormat) -> References {
    let text: [UInt8]
    do throws(GitError) { text = try Files.readIfPresent(path) ?? [] } catch { return References(problems: [error]) }
    var found: [Reference] = []
    var problems: [GitError] = []
    var damaged = 0
    var start = 0
    while start < text.count {
      let end = text.span.firstIndex(of: UInt8(ascii: "\n"), in: start..<text.count)
      let line = start..<(end ?? text.count)
      let isHeader = start == 0 && text[start] == UInt8(ascii: "#")
      start = line.upperBound + 1
      // The line, of which the header is one, may have run into others: git refuses the file then.
      if end == nil { problems.append(.malformed(path: path, reason: "its last line has no end")) }
      if isHeader || isPeeled(text, line, format) { continue }
      if let reference = reference(text, line, format) { found.append(reference) } else { damaged += 1 }
    }
    if damaged > 0 {
      problems.append(.malformed(path: path, reason: "lines that are not an id and a name: \(damaged)"))
    }
    return References(all: sorted(found), problems: problems)
  }

  private static func isPeeled(_ text: [UInt8], _ line: Range<Int>, _ format: ObjectFormat) -> Bool {
    line.count == 1 + format.byteCount * 2 && text[line.lowerBound] == UInt8(ascii: "^")
      && ObjectID(hexIn: text.span, at: line.lowerBound + 1, format) != nil
  }

  private static func reference(_ text: [UInt8], _ line: Range<Int>, _ format: ObjectFormat) -> Reference? {
    let name = line.lowerBound + format.byteCount * 2 + 1
    guard name < line.upperBound, text[name - 1] == UInt8(ascii: " "),
      let target = ObjectID(hexIn: text.span, at: line.lowerBound, format), !target.isNull
    else { return nil }
    return Reference(name: String(decoding: text[name..<line.upperBound], as: UTF8.self), target: target)
  }

  /// git writes refs in order; of several with the same name the last one counts.
  private static func sorted(_ found: [Reference]) -> [Reference] {
    if zip(found, found.dropFirst()).allSatisfy({ $0.name < $1.name }) { return found }
    let last = Dictionary(found.map { ($0.name, $0) }) { $1 }
    return last.values.sorted { $0.name < $1.name }
  }
}
