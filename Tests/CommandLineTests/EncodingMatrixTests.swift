import EncodingTestSupport
import Foundation
import RandomTestSupport
import Rules
import Testing

/// Every encoding, one in another, in files, on standard input, in a staged change, a range and a history: the planted
/// secret is found at its place. `DecodingTests` has all nestings.
struct EncodingMatrixTests {
  /// What a JSON report says.
  private struct Report: Decodable {
    struct Finding: Decodable { var occurrences: [Occurrence] }
    struct Occurrence: Decodable, Hashable {
      var path: String
      var line: Int
      var column: Int
      var decoded_from: String
    }
    var findings: [Finding]
  }

  /// Compressed data in base64 takes two layers.
  private static let scan = "leaksift scan -f json -c rules.toml --max-decode-depth 6"

  /// A way to scan the folder `texts`.
  private static let ways = [
    "\(scan) .", "git init -q; git commit -q --allow-empty -m 1; git add texts; \(scan) --staged",
    "git commit -q -m 2; \(scan) --since HEAD~1",
    "git rm -rq --cached texts; git commit -q -m 3; \(scan) --history",
    "\(scan) --history --full-scan",
  ]

  private let sandbox: Sandbox
  /// What is to be found, by path.
  private var expected: [Report.Occurrence] = []

  init() throws {
    sandbox = try Sandbox()
    try write(
      "rules.toml", Array("[[rules]]\nid = 'token'\nregex = '''tkn_[A-Za-z0-9]{32}'''\nkeywords = ['tkn_']\n".utf8))
    let shape = try Shape(parsing: "tkn_[A-Za-z0-9]{32}")
    var random = TestRandom("encodings")
    let all = Encoding.allCases
    for (number, outer) in all.enumerated() {
      for (other, inner) in all.enumerated() {
        let nested = [outer, inner, all[(number + other) % all.count]]
        let secret = String(decoding: shape.generate(using: &random), as: UTF8.self)
        let text = nested.reversed().reduce(PlantedText(secret)) { $1.apply($0) }.framed
        let path = "texts/" + nested.map(\.rawValue).joined(separator: "-")
        try write(path, text.bytes)
        let before = text.bytes[..<text.secret.lowerBound].split(
          separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        expected.append(
          Report.Occurrence(
            path: path, line: before.count, column: (before.last?.count ?? 0) + 1,
            decoded_from: nested.map(\.layers).joined(separator: "+")))
      }
    }
  }

  private func write(_ path: String, _ bytes: [UInt8]) throws {
    let file = URL(filePath: "\(sandbox.folder)/work/\(path)")
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  private func found(by command: String) throws -> [Report.Occurrence] {
    let outcome = try sandbox.run(command)
    #expect(outcome.code == 1, "\(command): \(outcome.errors)")
    return try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8)).findings.flatMap(\.occurrences)
  }

  @Test func `the secret in every encoding in another is found at its place, in every kind of source`() throws {
    for command in Self.ways {
      let found = try found(by: command)
      #expect(found.count == expected.count)
      #expect(Set(found) == Set(expected), "\(command)")
    }
  }

  @Test func `the secret in every encoding is found on standard input`() throws {
    for number in stride(from: 0, to: expected.count, by: Encoding.allCases.count + 1) {
      var place = expected[number]
      let found = try found(by: "\(Self.scan) - <\(place.path)")
      place.path = "-"
      #expect(found == [place])
    }
  }
}
