import Content
import Text

/// A target of a scan and what its paths are called.
struct NamedTarget {
  var target: ScanRequest.Target
  var naming: PathNaming

  /// The targets of a request, named in view of each other.
  static func all(of request: ScanRequest) -> [NamedTarget] {
    let isBesideURL = request.targets.count > 1 && request.targets.contains(where: \.isURL)
    var paths = PathNaming.all(
      of: request.targets.compactMap(\.folder), beginWithTarget: isBesideURL,
      outsideBeginsWithTarget: request.pathsBeginWithTarget)[...]
    return request.targets.map { target in
      switch target {
      case .path, .staged: NamedTarget(target: target, naming: paths.popFirst() ?? PathNaming())
      case .standardInput: NamedTarget(target: target, naming: PathNaming())
      case .url(let url):
        NamedTarget(target: target, naming: PathNaming(under: isBesideURL ? RemoteURL(url).shown : nil))
      }
    }
  }

  /// A file or folder that is the only target.
  init(path: String) {
    self = Self.all(of: ScanRequest(targets: [.path(path)], workers: 1))[0]
  }

  private init(target: ScanRequest.Target, naming: PathNaming) {
    self.target = target
    self.naming = naming
  }
}

extension [NamedTarget] {
  /// The folder that the paths of all targets are relative to; `nil` when they are relative to the working directory, or
  /// name no files.
  var pathRoot: String? {
    let others = filter { $0.target != .standardInput }
    guard let root = others.first?.naming.root, !RepositoryPlace.isBare(root) else { return nil }
    let agree = others.allSatisfy { $0.target.folder != nil && $0.naming.target == nil && $0.naming.root == root }
    return agree ? PathText.display(root) : nil
  }
}

extension ScanRequest.Target {
  fileprivate var isURL: Bool { if case .url = self { true } else { false } }
}
