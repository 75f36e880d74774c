import Content
import Text

/// Finds the npm package that takes an environment file along:
/// https://docs.npmjs.com/cli/v11/configuring-npm/package-json#files and `npm help developers`.
///
/// Only a package that is made to be published counts: it has a name and a version, is not private, and says which files
/// it has, in `files` or `.npmignore`. Without either, npm goes by `.gitignore`, and a file that is not in that is
/// reported as one that nothing keeps out of git.
struct NPMPackage {
  private let folder: EnclosingFolder
  private let folders: EnclosingFolders
  /// Path from the package's folder.
  private let path: [UInt8]
  private let manifest: JSONValue

  /// - Returns: `nil` when the file is in no package that is published.
  init?(around folders: EnclosingFolders) {
    // A package has no other package in it.
    guard let folder = folders.folders.first(where: { $0.content("package.json") != nil }),
      let content = folder.content("package.json"), let manifest = JSONValue(parsing: content),
      manifest["private"]?.boolean != true, manifest["name"]?.string != nil, manifest["version"]?.string != nil
    else { return nil }
    (self.folder, self.folders, self.manifest) = (folder, folders, manifest)
    path = folders.path(below: folder)
  }

  func shipment(shown: ([UInt8]) -> String) -> Shipment? {
    guard !path.split(separator: PathText.slash).contains(Array("node_modules".utf8)[...]) else { return nil }
    let isIgnored = folders.folders(below: folder).contains { Self.ignores(folders.path(below: $0), in: $0) }
    if isIgnored { return nil }
    if let files = manifest["files"]?.elements {
      guard Self.includes(path, files.compactMap(\.string)) else { return nil }
      let place = PathText.join(folder.path, "package.json".utf8)
      return Shipment(
        carrier: .npm, reason: "`files` of \(shown(place)) has npm publish it",
        remedy: .advice("add \"!**/\(PathText.display(PathText.name(of: path)))\" to `files` of package.json"))
    }
    guard let list = folder.content(".npmignore"), !IgnoreList(list).ignores(path) else { return nil }
    let place = PathText.join(folder.path, ".npmignore".utf8)
    return Shipment(
      carrier: .npm, reason: "npm publishes it: \(shown(place)) does not name it and counts instead of .gitignore",
      remedy: Shipment.remedy(for: path, in: place))
  }

  /// Whether the list of a folder in the package leaves a file out: `.npmignore`, or without one `.gitignore`.
  private static func ignores(_ path: [UInt8], in folder: EnclosingFolder) -> Bool {
    (folder.content(".npmignore") ?? folder.content(".gitignore")).map { IgnoreList($0).ignores(path) } ?? false
  }

  /// Whether `files` has a file in the package: by its path, by a folder that it is in, or by a pattern.
  private static func includes(_ path: [UInt8], _ files: [String]) -> Bool {
    let ends = path.indices.filter { path[$0] == PathText.slash } + [path.count]
    func matches(_ entry: some StringProtocol) -> Bool {
      let parts = entry.split(separator: "/").filter { $0 != "." }
      if parts.isEmpty { return true }
      let glob = Glob(Array(parts.joined(separator: "/").utf8))
      return ends.contains { glob.matches(path[..<$0]) }
    }
    let name = Array(PathText.name(of: path))
    let isExcluded = files.contains { entry in
      guard entry.hasPrefix("!") else { return false }
      return matches(entry.dropFirst()) || Glob(Array(entry.dropFirst().utf8)).matches(name[...])
    }
    return !isExcluded && files.contains { !$0.hasPrefix("!") && matches($0) }
  }
}
