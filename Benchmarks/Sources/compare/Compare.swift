import Foundation

/// Runs leaksift and the scanners that are installed in turns on local repositories, and writes a table of what each
/// costs. Nothing is fetched, and no report is kept or shown.
///
///     swift build -c release && .build/release/compare [OPTION]... [NAME=]PATH...
@main
enum Compare {
  static let usage = """
    usage: compare [OPTION]... [NAME=]PATH...
      PATH            a repository's git folder (history), a folder (tree), or a working tree (both)
      --rounds N      times that each tool runs, in turns; the medians are written; default 3
      --modes LIST    of history, tree, archives, empty, staged, joined by commas; default all that a path allows
      --leaksift FILE the program; default the package's release build, else the one on PATH
      --tools LIST    only these tools, by name
      --results DIR   where the table goes; default results

    """

  static func main() {
    do {
      let wish = try Wish(Array(CommandLine.arguments.dropFirst()))
      let workshop = try Workshop()
      let tools = try Tool.all(leaksift: wish.leaksift).filter { wish.tools.isEmpty || wish.tools.contains($0.name) }
      var table = ResultTable(rounds: wish.rounds, tools: tools)
      for scene in try workshop.scenes(wish) {
        note("\(scene.name)")
        table.add(
          scene,
          Contest(scene: scene, tools: tools.filter { $0.program != nil }, workshop: workshop).run(rounds: wish.rounds))
      }
      let path = try table.write(to: wish.results)
      note("written to \(path)")
    } catch {
      note("\(error)")
      exit(2)
    }
  }

  static func note(_ text: String) {
    FileHandle.standardError.write(Data("\(text)\n".utf8))
  }
}

/// A wrong command line, or a place that cannot be measured.
struct Mistake: Error, CustomStringConvertible {
  var description: String
}

/// What the command line asks for.
struct Wish {
  /// A path and what to call it in the table.
  struct Place {
    var name: String
    var path: String
  }

  var rounds = 3
  var modes: [Scene.Mode] = Scene.Mode.allCases
  var leaksift: String?
  var tools: [String] = []
  var results = "results"
  var places: [Place] = []

  init(_ words: [String]) throws {
    var rest = words[...]
    while let word = rest.popFirst() {
      guard word.hasPrefix("--") else {
        places.append(Self.place(word))
        continue
      }
      guard let value = rest.popFirst() else { throw Mistake(description: Compare.usage) }
      switch word {
      case "--rounds": rounds = max(1, Int(value) ?? 0)
      case "--modes": modes = value.split(separator: ",").compactMap { Scene.Mode(rawValue: String($0)) }
      case "--leaksift": leaksift = value
      case "--tools": tools = value.split(separator: ",").map(String.init)
      case "--results": results = value
      default: throw Mistake(description: Compare.usage)
      }
    }
    guard !places.isEmpty else { throw Mistake(description: Compare.usage) }
  }

  private static func place(_ word: String) -> Place {
    let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
    let path = URL(filePath: parts[parts.count - 1]).standardizedFileURL.path
    return Place(name: parts.count == 2 ? parts[0] : URL(filePath: path).lastPathComponent, path: path)
  }
}
