import ByteSearch
public import Findings
import Platform
import Text

/// Tells session, turn and project of lines in a session file: JSON lines, in the forms of the agents that are known.
struct SessionReader {
  /// Longest file that is read, and longest line that is parsed, in bytes.
  private static let longestFile = 1 << 30
  private static let longestLine = 4 << 20

  let agent: String
  private var session: String?
  private var project: String?
  private var turn = 0

  init(agent: String) { self.agent = agent }

  /// The places of some lines.
  ///
  /// - Parameters:
  ///   - path: Absolute.
  ///   - lines: 1-based.
  mutating func places(in path: String, at lines: Set<Int>) -> [Int: SessionPlace] {
    let name = path.split(separator: "/").last.map { String($0) } ?? path
    guard name.hasSuffix(".jsonl"), let content = try? RegularFile.content(of: path, limit: Self.longestFile) else {
      return Dictionary(uniqueKeysWithValues: lines.map { ($0, SessionPlace(agent: agent)) })
    }
    var places: [Int: SessionPlace] = [:]
    var number = 0
    for line in content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      if line.count <= Self.longestLine { read(line) }
      guard lines.contains(number) else { continue }
      places[number] = SessionPlace(
        agent: agent, session: session ?? String(name.dropLast(".jsonl".utf8.count)), turn: turn > 0 ? turn : nil,
        project: project)
      if places.count == lines.count { break }
    }
    return places
  }

  /// Takes over what a line says of the session, at its top or one level below.
  private mutating func read(_ line: ArraySlice<UInt8>) {
    // Most lines are long answers: only those are parsed that may say something new.
    guard Self.marks.contains(where: { line.span.firstIndex(of: $0, from: 0) != nil }),
      let value = JSONValue(parsing: Array(line))
    else { return }
    let inner = value["payload"] ?? value["data"] ?? value["message"] ?? value
    for object in [value, inner] {
      session = (object["sessionId"] ?? object["session_id"])?.string ?? session
      project = (object["cwd"] ?? object["project"])?.string ?? project
    }
    if value["type"]?.string == "session_meta" { session = inner["id"]?.string ?? session }
    let isUser = [value["type"]?.string, value["role"]?.string, inner["role"]?.string].contains("user")
    // The result of a tool comes in the user's name.
    let isResult = inner["content"]?.elements?.contains { $0["type"]?.string == "tool_result" } ?? false
    if isUser, !isResult { turn += 1 }
  }

  private static let marks = ["\"user\"", "\"cwd\"", "session_meta", "\"project\""].map { Array($0.utf8) }
}

extension SessionPlace {
  /// The place of a row of an agent's database, by the row's name.
  fileprivate init(agent: String, row: String) {
    switch agent {
    // `bubbleId:SESSION:MESSAGE`, `composerData:SESSION`
    case "cursor":
      let parts = row.split(separator: ":")
      self.init(agent: agent, session: parts.count > 1 ? String(parts[1]) : nil)
    case "zed": self.init(agent: agent, session: row.hasPrefix("#") ? nil : row)
    default: self.init(agent: agent)
    }
  }
}

extension Report {
  /// Says of each place in a session file which session, turn and project it is in.
  ///
  /// - Parameter folders: Where sessions are kept; the longest that a path begins with tells the agent.
  public mutating func addSessions(_ folders: [SessionFolders.Place]) {
    var wanted: [String: Set<Int>] = [:]
    for occurrence in findings.flatMap(\.occurrences) {
      wanted[file(of: occurrence), default: []].insert(occurrence.line)
    }
    var places: [String: [Int: SessionPlace]] = [:]
    for (path, lines) in wanted {
      let parts = path.split(separator: "!", maxSplits: 1).map(String.init)
      let owners = folders.filter { parts[0] == $0.path || parts[0].hasPrefix($0.path + "/") }
      guard let owner = owners.max(by: { $0.path.utf8.count < $1.path.utf8.count }) else { continue }
      if parts.count > 1 {
        let row = SessionPlace(agent: owner.agent, row: parts[1].split(separator: "!").first.map(String.init) ?? "")
        places[path] = Dictionary(uniqueKeysWithValues: lines.map { ($0, row) })
        continue
      }
      var reader = SessionReader(agent: owner.agent)
      places[path] = reader.places(in: path, at: lines)
    }
    for finding in findings.indices {
      for index in findings[finding].occurrences.indices {
        let occurrence = findings[finding].occurrences[index]
        findings[finding].occurrences[index].session = places[file(of: occurrence)]?[occurrence.line]
      }
    }
  }

  private func file(of occurrence: Occurrence) -> String {
    occurrence.path.hasPrefix("/") ? occurrence.path : pathRoot.map { "\($0)/\(occurrence.path)" } ?? occurrence.path
  }
}
