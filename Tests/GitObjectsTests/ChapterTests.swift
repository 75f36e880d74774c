import Platform
import Testing

@testable import GitObjects

/// The folders of the target depend on each other in one direction: a file names no type of a folder that is built on it.
struct ChapterTests {
  /// Folders, and those whose types they may not name.
  private static let limits: [(folder: String, above: [String])] = [
    ("Store", ["Repository", "History"]),
    ("Repository", ["History"]),
    ("History/Forest", ["Repository", "History/Graph", "History/Cache"]),
    ("History/Graph", ["History/Cache"]),
  ]

  private static let sources =
    "\(#filePath)".split(separator: "/").dropLast(3).map { "/\($0)" }.joined()
    + "/Sources/GitObjects"

  /// The files of a folder and the folders in it, without their comments.
  private static func texts(in folder: String) throws -> [(name: String, text: String)] {
    var texts: [(name: String, text: String)] = []
    for name in try Files.names(in: "\(sources)/\(folder)").sorted() {
      let path = "\(folder)/\(name)"
      if FileSystem.isFolder("\(sources)/\(path)") {
        texts += try Self.texts(in: path)
      } else {
        let lines = String(decoding: try Files.read("\(sources)/\(path)"), as: UTF8.self)
          .split(separator: "\n", omittingEmptySubsequences: false)
        let code = lines.map { line in line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line }
        texts.append((path, code.joined(separator: "\n")))
      }
    }
    return texts
  }

  /// Names of the types that a text declares at its top level and other files can use.
  private static func types(in text: String) -> [Substring] {
    text.split(separator: "\n").compactMap { line in
      let words = line.split(whereSeparator: { " :<".contains($0) })
      guard line.first?.isLetter ?? false, words.first != "private", words.first != "fileprivate",
        let keyword = words.firstIndex(where: { ["struct", "class", "enum", "protocol", "typealias"].contains($0) })
      else { return nil }
      return words.dropFirst(keyword + 1).first
    }
  }

  @Test(arguments: limits.indices)
  func `a folder names no type of a folder that is built on it`(index: Int) throws {
    let (folder, above) = Self.limits[index]
    let types = Set(try above.flatMap { try Self.texts(in: $0) }.flatMap { Self.types(in: $0.text) })
    let texts = try Self.texts(in: folder)
    #expect(types.count >= 3 && texts.count >= 10)
    for (name, text) in texts {
      let words = Set(text.split { !($0.isLetter || $0.isNumber || $0 == "_") })
      #expect(words.isDisjoint(with: types), "\(name) names \(words.intersection(types).sorted())")
    }
  }
}
