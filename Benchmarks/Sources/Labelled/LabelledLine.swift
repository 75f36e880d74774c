#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One record of a labelled set in JSON lines: a line, its surroundings and whether it contains a secret.
public struct LabelledLine: Decodable, Sendable {
  public enum Label: String, Decodable, Sendable {
    /// A credential that must be found.
    case secret = "T"
    /// Looks like one and is not.
    case notSecret = "F"
    /// A dummy or published example.
    case example = "X"
  }

  /// Path whose first component is the repository.
  public var file: String
  /// First line, from 1.
  public var line: Int
  public var label: Label
  /// Kinds, joined by `:`.
  public var category: String
  /// Column range of the value, from 0, end exclusive; `nil` means the whole line.
  public var valueStart: Int?
  public var valueEnd: Int?
  /// What the value is made of, such as `random` or `words`; `nil` where no value is marked, and in older sets.
  public var valueKind: String?
  /// What the file's folder is for, such as `test` or `doc`; `nil` in older sets.
  public var folderKind: String?
  /// Whether a secret is more than well-known default words and digits; `nil` for other lines, and in older sets.
  public var concrete: Bool?
  public var before: [String]
  public var text: [String]
  public var after: [String]

  enum CodingKeys: String, CodingKey {
    case file, line, label, category, concrete, before, text, after
    case valueStart = "value_start"
    case valueEnd = "value_end"
    case valueKind = "value_kind"
    case folderKind = "folder_kind"
  }

  /// Categories that name identifiers rather than secrets.
  private static let identifiers: Set<Substring> = [
    "UUID", "AWS S3 Bucket", "Firebase Domain", "Tencent App ID", "Tencent WeChat API App ID", "Nonce", "Salt",
  ]

  /// Whether the record counts in the main figure.
  public var isInMainFigure: Bool { !category.split(separator: ":").allSatisfy(Self.identifiers.contains) }

  public var repository: String { String(file.prefix { $0 != "/" }) }

  /// Reads a file of records, one JSON object a line.
  ///
  /// - Parameter part: Which repositories' records are returned.
  public static func read(_ path: String, _ part: LabelledPart = .development) throws -> [LabelledLine] {
    let decoder = JSONDecoder()
    let content = try Data(contentsOf: URL(filePath: path))
    let lines = try content.split(separator: UInt8(ascii: "\n")).map { try decoder.decode(LabelledLine.self, from: $0) }
    let setAside = try LabelledPart.setAsideRepositories()
    return lines.filter { setAside.contains($0.repository) == (part == .setAside) }
  }
}

/// A part of a labelled set.
public enum LabelledPart: Sendable {
  /// What rules, checks and the scorer are developed on.
  case development
  /// What only tells whether they carry over.
  case setAside

  /// The repositories that `Scripts/set-aside.txt` lists.
  static func setAsideRepositories() throws -> Set<String> {
    let list = URL(filePath: #filePath).appending(path: "../../../../Scripts/set-aside.txt").standardized
    let lines = try String(contentsOf: list, encoding: .utf8).split(separator: "\n")
    return Set(lines.filter { !$0.hasPrefix("#") }.map(String.init))
  }
}

/// All records of one line, and the text that it is in.
public struct LabelledPlace: Sendable {
  public let records: [LabelledLine]
  /// The line with up to three lines before and after.
  public let text: [UInt8]
  /// The labelled lines in `text`.
  public let range: Range<Int>

  init(_ records: [LabelledLine]) {
    self.records = records
    let record = records[0]
    let before = record.before.map { $0 + "\n" }.joined().utf8
    let lines = record.text.joined(separator: "\n").utf8
    let after = record.after.map { "\n" + $0 }.joined().utf8
    text = Array(before) + Array(lines) + Array(after)
    range = before.count..<before.count + lines.count
  }

  /// Whether the line has a secret of the main figure; `nil` when its only secrets are outside of it.
  public var isSecret: Bool? {
    let secrets = records.filter { $0.label == .secret }
    if secrets.contains(where: \.isInMainFigure) { return true }
    return secrets.isEmpty ? false : nil
  }

  /// The value of one of the records, as a range of `text`; `nil` when the record gives none.
  public func value(of record: LabelledLine) -> Range<Int>? {
    guard let start = record.valueStart, let end = record.valueEnd, record.text.count == 1 else { return nil }
    let line = record.text[0].unicodeScalars
    let lead = String(String.UnicodeScalarView(line.prefix(start))).utf8.count
    let value = String(String.UnicodeScalarView(line.dropFirst(start).prefix(end - start))).utf8.count
    return range.lowerBound + lead..<range.lowerBound + lead + value
  }

  /// The records by line, in the order in which they stand in the set.
  public static func places(of lines: [LabelledLine]) -> [LabelledPlace] {
    var order: [String] = []
    var groups: [String: [LabelledLine]] = [:]
    for line in lines {
      let key = "\(line.file):\(line.line)"
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(line)
    }
    return order.compactMap { groups[$0].map(LabelledPlace.init) }
  }
}
