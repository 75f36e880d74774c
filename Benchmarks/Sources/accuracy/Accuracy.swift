import Labelled

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Scores the engine over labelled sets, and counts its findings in ordinary code.
///
/// With `--set-aside` it scores the repositories that `Scripts/set-aside.txt` keeps from development, and shows none of
/// their lines.
@main
struct Accuracy {
  static func main() throws {
    guard let request = AccuracyRequest(CommandLine.arguments.dropFirst()) else { return print(AccuracyRequest.usage) }
    let engine = try Engine()
    var sections: [String] = []
    for path in request.labelled { sections.append(try labelled(path, request, engine)) }
    if !request.ordinary.isEmpty { sections.append(try ordinary(request, engine)) }
    let report = sections.joined(separator: "\n\n")
    print(report)
    if let path = request.report {
      let date = Date.now.formatted(.iso8601.year().month().day())
      try Data("# Accuracy, \(date)\n\n\(report)\n".utf8).write(to: URL(filePath: path))
    }
  }

  private static func labelled(_ path: String, _ request: AccuracyRequest, _ engine: Engine) throws -> String {
    let lines = try LabelledLine.read(path, request.part)
    var board = Scoreboard()
    for place in LabelledPlace.places(of: lines) {
      board.add(place, engine: engine, printsLines: request.printsPlaces && request.part == .development)
    }
    let set = URL(filePath: path).pathComponents.suffix(2).joined(separator: "/")
    let part = request.part == .setAside ? "repositories set aside" : "development repositories"
    return """
      ## Labelled lines of \(set), \(part)

      \(lines.count) records of \(Set(lines.map(\.repository)).count) repositories; in tables by kind, findings of medium and high confidence.

      \(board.report)
      """
  }

  private static func ordinary(_ request: AccuracyRequest, _ engine: Engine) throws -> String {
    var counts: [(name: String, code: OrdinaryCode)] = []
    for folder in request.ordinary {
      var code = OrdinaryCode()
      try code.add(folder, engine: engine, printsPlaces: request.printsPlaces)
      counts.append((URL(filePath: folder).lastPathComponent, code))
    }
    return "## Ordinary code\n\n" + OrdinaryCode.table(of: counts)
  }
}

/// What the command line says.
struct AccuracyRequest {
  static let usage = """
    usage: accuracy [LABELLED.jsonl]... [--ordinary FOLDER...] [--lines | --set-aside] [--report REPORT.md]
    """

  private(set) var labelled: [String] = []
  private(set) var ordinary: [String] = []
  private(set) var part = LabelledPart.development
  /// Whether each labelled line, and each place in ordinary code, is printed as a row.
  private(set) var printsPlaces = false
  private(set) var report: String?

  /// `nil` when there is nothing to measure, or an option is unknown.
  init?(_ arguments: some Sequence<String>) {
    var isOrdinary = false
    var words = arguments.makeIterator()
    while let word = words.next() {
      switch word {
      case "--ordinary": isOrdinary = true
      case "--lines": printsPlaces = true
      case "--set-aside": part = .setAside
      case "--report":
        guard let path = words.next() else { return nil }
        report = path
      case _ where word.hasPrefix("-"): return nil
      default: if isOrdinary { ordinary.append(word) } else { labelled.append(word) }
      }
    }
    if labelled.isEmpty, ordinary.isEmpty { return nil }
  }
}
