import Foundation

/// One thing that tools are measured at.
struct Scene {
  enum Mode: String, CaseIterable {
    case empty, staged, tree, archives, history
  }

  /// As the table calls it.
  var name: String
  var mode: Mode
  /// The folder that tools are given.
  var place: String
  /// A command that reads the same bytes and does nothing with them, or starts and ends: what tools are held against.
  var yardstick: (name: String, words: [String])?
}

/// A folder of its own, removed at the end, in which scenes are set.
final class Workshop {
  let folder: String
  private static let stagedFiles = 10

  init() throws {
    let made = FileManager.default.temporaryDirectory.appending(path: "leaksift-compare-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: made, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    folder = made.path
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// What the wishes come to, the short ones first.
  func scenes(_ wish: Wish) throws -> [Scene] {
    var scenes: [Scene] = []
    let trees = wish.places.filter { !Self.isGitFolder($0.path) }
    if wish.modes.contains(.empty) { scenes.append(try empty()) }
    if wish.modes.contains(.staged), let tree = trees.first { scenes.append(try staged(from: tree)) }
    if wish.modes.contains(.tree) { scenes += try trees.map(tree) }
    if wish.modes.contains(.archives), let tree = trees.first { scenes.append(try archives(of: tree)) }
    if wish.modes.contains(.history) {
      for place in wish.places where Self.isGitFolder(place.path) || Self.isFolder("\(place.path)/.git") {
        scenes.append(Scene(name: "history of \(place.name)", mode: .history, place: place.path))
      }
    }
    guard !scenes.isEmpty else { throw Mistake(description: "no path allows a mode that was asked for") }
    return scenes
  }

  // MARK: - Scenes

  private func empty() throws -> Scene {
    let place = try makeFolder("empty")
    return Scene(
      name: "empty folder", mode: .empty, place: place,
      yardstick: try git(["--version"]).map { ("git --version", $0) })
  }

  private func tree(_ place: Wish.Place) throws -> Scene {
    let list = "\(folder)/list-\(UUID().uuidString)"
    let files = Self.files(below: place.path)
    try Data(files.map { "\($0)\0" }.joined().utf8).write(to: URL(filePath: list))
    return Scene(
      name: "tree of \(place.name), \(files.count) files", mode: .tree, place: place.path,
      yardstick: Tool.onPath("xargs").map { ("cat of the files", [$0, "-0", "-a", list, "cat"]) })
  }

  private func archives(of tree: Wish.Place) throws -> Scene {
    let place = try makeFolder("archives")
    try Archives.make(of: tree.path, in: place)
    return Scene(
      name: "\(tree.name) in a jar, docx, tar.gz and image", mode: .archives, place: place,
      yardstick: Archives.yardstick(in: place))
  }

  /// A repository in which a line was added to each of ten files.
  private func staged(from tree: Wish.Place) throws -> Scene {
    let place = try makeFolder("staged")
    let sizes = Self.files(below: tree.path).filter {
      size(of: "\(tree.path)/\($0)").map((1000...64_000).contains) ?? false
    }
    let step = max(1, sizes.count / Self.stagedFiles)
    let chosen = stride(from: 0, to: sizes.count, by: step).prefix(Self.stagedFiles).map { sizes[$0] }
    var contents: [(String, Data)] = []
    for (number, name) in chosen.enumerated() {
      guard let content = FileManager.default.contents(atPath: "\(tree.path)/\(name)") else { continue }
      contents.append(("\(place)/\(number)-\(URL(filePath: name).lastPathComponent)", content))
    }
    for (path, content) in contents { try content.write(to: URL(filePath: path)) }
    let identity = ["-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "commit.gpgsign=false"]
    for words in [["init", "-q"], ["add", "-A"], identity + ["commit", "-q", "-m", "files"]] {
      try run(git(words), in: place)
    }
    for (path, content) in contents { try (content + Data("one more line\n".utf8)).write(to: URL(filePath: path)) }
    try run(git(["add", "-A"]), in: place)
    return Scene(
      name: "staged change of \(contents.count) files", mode: .staged, place: place,
      yardstick: try git(["diff", "--cached", "-U0"]).map { ("git diff --cached -U0", $0) })
  }

  // MARK: - Files

  private func makeFolder(_ name: String) throws -> String {
    try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
    return "\(folder)/\(name)"
  }

  private func git(_ words: [String]) throws -> [String]? {
    Tool.onPath("git").map { [$0] + words }
  }

  private func run(_ words: [String]?, in folder: String) throws {
    guard let words else { throw Mistake(description: "git is not on PATH") }
    let cost = try ChildRun.measure(words, in: folder)
    guard cost.status == 0 else {
      throw Mistake(description: "\(words.joined(separator: " ")) ended with \(cost.status)")
    }
  }

  private func size(of path: String) -> Int? {
    try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
  }

  /// The regular files of a tree, those of its repository left out.
  private static func files(below folder: String) -> [String] {
    let walk = FileManager.default.enumerator(atPath: folder)
    var files: [String] = []
    while let name = walk?.nextObject() as? String {
      if name == ".git" || name.hasSuffix("/.git") {
        walk?.skipDescendants()
      } else if walk?.fileAttributes?[.type] as? FileAttributeType == .typeRegular {
        files.append(name)
      }
    }
    return files.sorted()
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  private static func isGitFolder(_ path: String) -> Bool {
    isFolder("\(path)/objects") && isFolder("\(path)/refs")
  }
}
