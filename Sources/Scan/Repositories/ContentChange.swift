import Findings
import GitObjects

/// A file's content that a commit, or the next one, brings.
struct ContentChange: Sendable {
  var path: [UInt8]
  var blob: ObjectID
  /// What stood at the path before: in each parent of the commit, or in `HEAD`.
  var formerBlobs: [ObjectID]
  /// The commit; `nil` for a staged change.
  var commit: Commit?
}

/// Tells lines that a change brings from lines that stood in the file before.
///
/// A line that only moved is not new. Line ends do not count, so converting them makes no line new.
struct FormerLines {
  /// How often each line, by its hash, stood in the version that had it most often.
  private var counts: [Int: Int] = [:]

  init(_ versions: [[UInt8]]) {
    for version in versions {
      var own: [Int: Int] = [:]
      Self.forEachLine(of: version) { hash, _ in own[hash, default: 0] += 1 }
      counts.merge(own) { max($0, $1) }
    }
  }

  /// Whether each line of a text is new: element `n` speaks of line `n + 1`.
  func areNew(in text: [UInt8]) -> [Bool] {
    var left = counts
    var isNew: [Bool] = []
    Self.forEachLine(of: text) { hash, _ in
      let count = left[hash] ?? 0
      isNew.append(count == 0)
      if count > 0 { left[hash] = count - 1 }
    }
    return isNew
  }

  private static func forEachLine(of text: [UInt8], _ body: (Int, Range<Int>) -> Void) {
    var start = 0
    while start <= text.count {
      let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
      var trimmed = end
      if trimmed > start, text[trimmed - 1] == UInt8(ascii: "\r") { trimmed -= 1 }
      var hasher = Hasher()
      text[start..<trimmed].withUnsafeBytes { hasher.combine(bytes: $0) }
      body(hasher.finalize(), start..<trimmed)
      start = end + 1
    }
  }
}
