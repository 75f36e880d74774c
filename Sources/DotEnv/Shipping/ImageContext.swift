import Content

/// Finds the images that take an environment file along: a Dockerfile copies a folder that it is in, and no
/// `.dockerignore` leaves it out.
///
/// The context of a build is the Dockerfile's folder or one above, which only the command tells: a list of any of them
/// that leaves the file out counts.
enum ImageContext {
  static func shipments(of folders: EnclosingFolders, shown: ([UInt8]) -> String) -> [Shipment] {
    folders.folders.flatMap { folder in
      folder.names(where: isDockerfile).compactMap { name -> Shipment? in
        guard let content = folder.content(name) else { return nil }
        let path = folders.path(below: folder)
        let found = Dockerfile(content).copies.compactMap { copy in
          copy.reach(of: path).map { (line: copy.line, reach: $0) }
        }.first
        guard let found, let list = list(for: name, in: folder, folders) else { return nil }
        let place = "\(shown(PathText.join(folder.path, name.utf8))):\(found.line)"
        return Shipment(
          carrier: .image, reason: "\(place) copies it into the image",
          remedy: remedy(found.reach, for: path, list, place: place))
      }
    }
  }

  /// `Dockerfile`, `Containerfile`, `Dockerfile.web`, `web.Dockerfile`.
  private static func isDockerfile(_ name: String) -> Bool {
    if name.hasSuffix("ignore") { return false }
    let parts = name.split(separator: ".").map { $0.lowercased() }
    return ["dockerfile", "containerfile"].contains { parts.first == $0 || parts.last == $0 }
  }

  /// The list to which a line for the file belongs; `nil` when one leaves it out already.
  ///
  /// `Dockerfile.web.dockerignore` counts instead of `.dockerignore` for its own Dockerfile.
  private static func list(for name: String, in folder: EnclosingFolder, _ folders: EnclosingFolders) -> [UInt8]? {
    var existing: [UInt8]?
    for place in folders.folders(from: folder) {
      for list in ["\(name).dockerignore", ".dockerignore", ".containerignore"] {
        guard let content = place.content(list) else { continue }
        if DockerIgnoreList(content).ignores(folders.path(below: place)) { return nil }
        existing = existing ?? PathText.join(place.path, list.utf8)
        break
      }
    }
    return existing ?? PathText.join(folder.path, ".dockerignore".utf8)
  }

  private static func remedy(
    _ reach: Dockerfile.Copy.Reach, for path: [UInt8], _ list: [UInt8], place: String
  ) -> Shipment.Remedy {
    // Without the file the instruction would fail.
    if reach == .name { return .advice("take it out of the COPY at \(place), and mount it as a secret instead") }
    guard let line = DotEnvFix.line(for: PathText.name(of: path)) else {
      return .advice("its name cannot be written in a .dockerignore: rename it")
    }
    return .line(Array("**/".utf8) + line, in: list)
  }
}
