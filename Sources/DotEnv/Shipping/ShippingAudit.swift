import Content
import Findings
import Text

/// Finds what takes environment files along, by the ignore rules of each tool. Says nothing where it is not sure.
struct ShippingAudit {
  private let root: [UInt8]
  private let files: FolderFiles

  /// - Parameter root: Absolute path of the audited listing's root.
  init(root: [UInt8]) {
    self.root = root
    files = FolderFiles(root: root)
  }

  /// What could not be read.
  var gaps: [Skip] { files.gaps }

  /// What takes a file along, the nearest folder's first.
  func shipments(of file: DotEnvFile) -> [Shipment] {
    let path = PathText.join(root, file.file.path)
    let folders = EnclosingFolders(above: path, upTo: file.repository ?? root, files)
    let others = [
      NPMPackage(around: folders)?.shipment(shown: files.shown), pythonShipment(folders), gcloudShipment(folders),
      vercelShipment(folders),
    ]
    return ImageContext.shipments(of: folders, shown: files.shown) + others.compactMap(\.self)
  }

  private func pythonShipment(_ folders: EnclosingFolders) -> Shipment? {
    let projects = ["pyproject.toml", "setup.py", "setup.cfg"]
    for folder in folders.folders where folder.containsOne(of: projects) {
      guard let content = folder.content("MANIFEST.in") else { continue }
      let path = folders.path(below: folder)
      guard PythonManifest(content).includes(path) else { return nil }
      let place = PathText.join(folder.path, "MANIFEST.in".utf8)
      let isPlain = !path.contains { $0.isWhitespace || "*?[\\".utf8.contains($0) }
      return Shipment(
        carrier: .python, reason: "\(files.shown(place)) adds it to the source distribution",
        remedy: isPlain
          ? .line(Array("exclude ".utf8) + path, in: place) : .advice("take it out of what MANIFEST.in includes"))
    }
    return nil
  }

  /// Without a `.gcloudignore` gcloud goes by `.gitignore`: https://cloud.google.com/sdk/gcloud/reference/topic/gcloudignore.
  private func gcloudShipment(_ folders: EnclosingFolders) -> Shipment? {
    for folder in folders.folders {
      guard let content = folder.content(".gcloudignore") else { continue }
      let path = folders.path(below: folder)
      if IgnoreList(content, included: folder.content).ignores(path) { return nil }
      let place = PathText.join(folder.path, ".gcloudignore".utf8)
      return Shipment(
        carrier: .gcloud, reason: "gcloud uploads it: \(files.shown(place)) does not name it",
        remedy: Shipment.remedy(for: path, in: place))
    }
    return nil
  }

  /// Of environment files Vercel leaves out `.env.local` and `.env.*.local` by itself:
  /// https://vercel.com/docs/builds/build-features#ignored-files-and-folders.
  private func vercelShipment(_ folders: EnclosingFolders) -> Shipment? {
    for folder in folders.folders {
      guard let content = folder.content(".vercelignore") else { continue }
      let path = folders.path(below: folder)
      let usual = Array(".env.local\n.env.*.local\n.vercel\nnode_modules\nvenv\n.venv\n".utf8)
      if IgnoreList(content + [UInt8(ascii: "\n")] + usual).ignores(path) { return nil }
      let place = PathText.join(folder.path, ".vercelignore".utf8)
      return Shipment(
        carrier: .vercel, reason: "vercel uploads it: \(files.shown(place)) does not name it",
        remedy: Shipment.remedy(for: path, in: place))
    }
    return nil
  }
}

extension Shipment {
  /// The line of a list in the syntax of `.gitignore` that leaves a file out wherever it is.
  static func remedy(for path: [UInt8], in list: [UInt8]) -> Remedy {
    DotEnvFix.line(for: PathText.name(of: path)).map { .line($0, in: list) }
      ?? .advice("its name cannot be written as an ignore rule: rename it")
  }
}
