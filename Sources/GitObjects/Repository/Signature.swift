/// Who made a commit or tag, and when (git-commit-tree, "Commit information").
public struct Signature: Hashable, Sendable {
  /// Name, in the encoding of the commit.
  public let name: [UInt8]
  /// E-mail address without its brackets.
  public let email: [UInt8]
  /// Seconds since 1970 UTC; 0 where the commit has no readable time.
  public let time: Int64

  /// Parses "Name <email> seconds zone"; malformed or missing parts become empty or 0.
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
  }
}

extension ArraySlice<UInt8> {
  /// Without blanks at the beginning and end.
  var trimmingBlanks: ArraySlice<UInt8> {
    guard let last = lastIndex(where: { $0 != UInt8(ascii: " ") }) else { return [] }
    return self[...last].drop { $0 == UInt8(ascii: " ") }
  }
}
