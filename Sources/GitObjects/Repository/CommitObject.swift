/// Who made a commit or tag, and when.
public struct Signature: Hashable, Sendable {
  /// Name, in the commit's encoding.
  public let name: [UInt8]
  /// E-mail address without its brackets.
  public let email: [UInt8]
  /// Seconds since 1970 UTC; 0 where the commit has no readable time.
  public let time: Int64
  /// Minutes east of UTC.
  public let offset: Int

  /// Reads "Name <email> seconds +hhmm"; odd or missing parts become empty.
  init(_ line: ArraySlice<UInt8>) {
    let close = line.lastIndex(of: UInt8(ascii: ">"))
    let open = line.firstIndex(of: UInt8(ascii: "<"))
    let nameEnd = open ?? line.endIndex
    name = Array(line[..<nameEnd].trimmingBlanks)
    if let open, let close, open < close {
      email = Array(line[(open + 1)..<close])
    } else {
      email = []
    }
    let date = line[(close.map { $0 + 1 } ?? line.endIndex)...].split(separator: UInt8(ascii: " "))
    time = date.first.flatMap { Int64(String(decoding: $0, as: UTF8.self)) } ?? 0
    offset = date.count > 1 ? Self.minutes(date[1]) : 0
  }

  /// "+0130" is 90.
  private static func minutes(_ zone: ArraySlice<UInt8>) -> Int {
    guard let number = Int(String(decoding: zone, as: UTF8.self)), abs(number) < 10000 else { return 0 }
    return number / 100 * 60 + number % 100
  }
}

extension ArraySlice<UInt8> {
  fileprivate var trimmingBlanks: ArraySlice<UInt8> {
    guard let last = lastIndex(where: { $0 != UInt8(ascii: " ") }) else { return [] }
    return self[...last].drop { $0 == UInt8(ascii: " ") }
  }
}

/// A commit's fields. Commits with odd bytes are read as far as they go; only a missing tree makes one unreadable.
public struct CommitObject: Hashable, Sendable {
  public let tree: ObjectID
  public let parents: [ObjectID]
  public let author: Signature
  public let committer: Signature
  /// Name of the encoding of names and message, as the commit gives it; nil is UTF-8.
  public let encoding: [UInt8]?
  /// Everything after the header's empty line.
  public let message: [UInt8]
  /// Offset, in the commit's bytes, of the author's name or of what stands in its place: what people wrote begins there.
  public let textStart: Int

  /// The message's first line with text.
  public var subject: [UInt8] {
    Array(message.split(separator: UInt8(ascii: "\n")).first { !$0.trimmingBlanks.isEmpty } ?? [])
  }

  /// - Parameter content: The commit's bytes.
  public init?(_ content: [UInt8]) {
    var tree: ObjectID?
    var parents: [ObjectID] = []
    var author: ArraySlice<UInt8> = []
    var committer: ArraySlice<UInt8> = []
    var encoding: [UInt8]?
    var textStart: Int?
    var start = 0
    while start < content.count {
      let end = content[start...].firstIndex(of: UInt8(ascii: "\n")) ?? content.count
      let line = content[start..<end]
      start = end + 1
      if line.isEmpty { break }
      guard let blank = line.firstIndex(of: UInt8(ascii: " ")) else { continue }
      let value = line[(blank + 1)...]
      let key = String(decoding: line[..<blank], as: UTF8.self)
      if key != "tree", key != "parent" {
        textStart = textStart ?? (key == "author" ? value.startIndex : line.startIndex)
      }
      switch key {
      case "tree": tree = tree ?? ObjectID(hex: value)
      case "parent": if let parent = ObjectID(hex: value) { parents.append(parent) }
      case "author": author = value
      case "committer": committer = value
      case "encoding": encoding = Array(value)
      default: break
      }
    }
    guard let tree else { return nil }
    self.tree = tree
    self.parents = parents
    self.author = Signature(author)
    self.committer = Signature(committer)
    self.encoding = encoding
    let messageStart = min(start, content.count)
    message = Array(content[messageStart...])
    self.textStart = textStart ?? messageStart
  }
}

/// What an annotated tag names.
struct TagObject {
  let target: ObjectID

  init?(_ content: [UInt8]) {
    let line = content.prefix { $0 != UInt8(ascii: "\n") }
    guard line.starts(with: "object ".utf8), let id = ObjectID(hex: line.dropFirst(7)) else { return nil }
    target = id
  }
}
