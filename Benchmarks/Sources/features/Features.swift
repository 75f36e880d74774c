import Detection
import Findings
import Labelled
import Rules

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Writes what the scorer sees, for `Scripts/fit-scorer`: `features labelled FILE...`, `features ordinary FOLDER...`, or
/// the heading alone, `features names`.
///
/// One tab-separated row a candidate: repository or folder, label (1, 0), weight, place, then the features. The place of a
/// labelled line begins with the number of its file among those given: they may have the same lines with other values.
@main
struct Features {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.count > 1 || arguments == ["names"] else {
      print("usage: features labelled LABELLED.jsonl... | features ordinary FOLDER... | features names")
      return
    }
    let dump = Dump(engine: try Engine(keepsUnlikely: true))
    print(
      "group", "label", "weight", "place", Feature.allCases.map { "\($0)" }.joined(separator: "\t"), separator: "\t")
    switch arguments[0] {
    case "labelled":
      for (set, path) in arguments.dropFirst().enumerated() { try dump.labelled(path, set: set + 1) }
    case "ordinary": for folder in arguments.dropFirst() { try dump.ordinary(folder) }
    default: break
    }
  }
}

struct Dump {
  let engine: Engine
  /// Larger files are data, not what people write.
  private static let largestFile = 2_000_000
  /// A candidate beside a labelled line is most likely no secret.
  private static let weightOfNeighbours = 0.25
  private static let weightWithoutRange = 0.5
  private static let weightOfWeak = 0.5
  private static let weightInTable = 0.2

  // MARK: - Labelled lines

  func labelled(_ path: String, set: Int) throws {
    let lines = try LabelledLine.read(path)
    let labelled = Set(lines.map { "\($0.file):\($0.line)" })
    for place in LabelledPlace.places(of: lines) {
      let record = place.records[0]
      weak(place, set: set)
      inTable(place, set: set)
      for candidate in engine.detector.candidates(in: place.text.span) {
        guard let features = candidate.features?.features else { continue }
        let line = record.line + offset(of: candidate.secret.lowerBound, from: place)
        let isOn = place.range.contains(candidate.secret.lowerBound)
        if !isOn, labelled.contains("\(record.file):\(line)") { continue }
        let (label, weight) = isOn ? judge(candidate.secret, in: place) : (0, Self.weightOfNeighbours)
        if weight > 0 {
          write(
            features, record.file, group: record.repository, label, weight,
            "\(set)/\(record.file):\(line)\(isOn ? "" : "~")")
        }
      }
    }
  }

  /// Rows of a place with a weak password instead of its own: the set's passwords are random characters, people's are not.
  private func weak(_ place: LabelledPlace, set: Int) {
    guard let record = place.records.first(where: { $0.label == .secret && $0.category == "Password" }),
      let range = place.value(of: record), (5...16).contains(range.count)
    else { return }
    let password = WeakPassword.made(seed: "\(record.file):\(record.line)")
    let text = Array(place.text[..<range.lowerBound]) + password + place.text[range.upperBound...]
    let made = range.lowerBound..<range.lowerBound + password.count
    for candidate in engine.detector.candidates(in: text.span) where candidate.secret == made {
      guard let features = candidate.features?.features else { continue }
      write(
        features, record.file, group: record.repository, 1, Self.weightOfWeak,
        "\(set)/\(record.file):\(record.line)~")
    }
  }

  /// Rows of a place's value in a cell of a table: the set has hardly any tables, documents do.
  private func inTable(_ place: LabelledPlace, set: Int) {
    guard let record = place.records.first(where: { $0.label == .secret && $0.isInMainFigure }),
      let heading = Self.heading(of: record.category),
      let range = place.value(of: record), (8...64).contains(range.count)
    else { return }
    let head = Array("<table>\n<tr><td>User</td><td>admin</td></tr>\n<tr><td>\(heading)</td><td>".utf8)
    let text = head + place.text[range] + Array("</td></tr>\n</table>\n".utf8)
    for candidate in engine.detector.candidates(in: text.span) where candidate.secret.lowerBound == head.count {
      guard let features = candidate.features?.features else { continue }
      write(
        features, "docs/setup.html", group: record.repository, 1, Self.weightInTable,
        "\(set)/\(record.file):\(record.line)~")
    }
  }

  private static func heading(of category: String) -> String? {
    headings.first { heading in category.hasPrefix(heading.category) }?.text
  }

  private static let headings: [(category: String, text: String)] = [
    (category: "Password", text: "Password"), ("Key", "API key"), ("Token", "Access token"),
    ("Secret", "Client secret"),
  ]

  private func offset(of position: Int, from place: LabelledPlace) -> Int {
    let start = place.range.lowerBound
    if position >= start { return place.text[start..<position].count { $0 == UInt8(ascii: "\n") } }
    return -place.text[position..<start].count { $0 == UInt8(ascii: "\n") }
  }

  private func judge(_ secret: Range<Int>, in place: LabelledPlace) -> (Int, Double) {
    let secrets = place.records.filter { $0.label == .secret }
    guard !secrets.isEmpty else { return (0, 1) }
    let counted = secrets.filter(\.isInMainFigure)
    if counted.contains(where: { place.value(of: $0)?.overlaps(secret) ?? false }) { return (1, 1) }
    return counted.contains { place.value(of: $0) == nil } ? (1, Self.weightWithoutRange) : (0, 0)
  }

  // MARK: - Ordinary code

  func ordinary(_ folder: String) throws {
    let root = URL(filePath: folder)
    let group = root.lastPathComponent
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() where !path.hasPrefix(".git/") {
      guard let content = try? Data(contentsOf: root.appending(path: path)), content.count <= Self.largestFile,
        !content.prefix(8192).contains(0)
      else { continue }
      let text = Array(content)
      var counter = LineCounter()
      for candidate in engine.detector.candidates(in: text.span) {
        guard let features = candidate.features?.features else { continue }
        let line = counter.position(of: candidate.secret.lowerBound, in: text.span).line
        write(features, path, group: group, 0, 1, "\(path):\(line)")
      }
    }
  }

  private func write(
    _ features: FeatureVector, _ path: String, group: String, _ label: Int, _ weight: Double, _ place: String
  ) {
    var vector = features
    FileKind(path: Array(path.utf8).span).fill(&vector)
    let values = Feature.allCases.map { feature in
      let value = vector[feature]
      return value == value.rounded() ? String(Int(value)) : String(value)
    }
    print(group, label, weight, place, values.joined(separator: "\t"), separator: "\t")
  }
}
