import Platform

/// What the paths of one scan target are relative to, and what reports call them.
///
/// Inside a repository paths begin at its top, so that they mean the same from every working directory and to every
/// other tool. Outside, the paths of a single folder begin there; the others begin with the argument, as all do when
/// targets are in different repositories.
public struct PathNaming: Sendable, Equatable {
  /// Absolute path, without symbolic links, of the folder that paths are relative to.
  public let root: [UInt8]
  /// The target's path below ``root``; empty for the root itself.
  public let start: [UInt8]
  /// What reports write in place of ``start``; `nil` when they leave paths as they are.
  private let argument: String?
  /// What reports write for ``root`` when there is an ``argument``.
  private let rootArgument: String

  /// A naming that leaves paths as they are, or puts a name before them.
  public init(root: [UInt8] = [], start: [UInt8] = [], under argument: String? = nil) {
    self.root = root
    self.start = start
    self.argument = argument
    rootArgument = argument.map { Self.rootArgument(of: $0, root: root, start: start) } ?? ""
  }

  /// The namings of all paths that one scan is given.
  ///
  /// - Parameters:
  ///   - targets: Files and folders, absolute or relative to the working directory.
  ///   - beginWithTarget: Whether there are targets beside them that are in no repository of theirs.
  ///   - outsideBeginsWithTarget: Whether even a single folder outside of repositories is named in its paths.
  public static func all(
    of targets: [String], beginWithTarget: Bool = false, outsideBeginsWithTarget: Bool = false
  ) -> [PathNaming] {
    let places = targets.map { TargetPath($0) }
    if !beginWithTarget, Set(places.map(\.top)).count == 1, let top = places.first?.top {
      return places.map { PathNaming(root: top, start: $0.path(below: top)) }
    }
    if places.count == 1, places[0].isFolder, !beginWithTarget, !outsideBeginsWithTarget {
      return [PathNaming(root: places[0].real)]
    }
    return places.map { place in
      guard let top = place.top else { return outside(place) }
      return PathNaming(root: top, start: place.path(below: top), under: place.argument)
    }
  }

  /// Begins at the folder where the argument does, unless a link on the way leads elsewhere.
  private static func outside(_ place: TargetPath) -> PathNaming {
    let parts = place.argument.split(separator: "/")
    let ups = place.argument.hasPrefix("/") ? [] : parts.prefix { $0 == ".." }
    let rest = Array(parts[ups.count...].joined(separator: "/").utf8)
    let base =
      place.argument.hasPrefix("/")
      ? [PathText.slash] : FileSystem.resolved(ups.isEmpty ? "." : ups.joined(separator: "/"))
    if PathText.join(base, rest) == place.real { return PathNaming(root: base, start: rest, under: place.argument) }
    return PathNaming(root: place.folder, start: place.path(below: place.folder), under: place.argument)
  }

  // MARK: - Reporting

  /// What reports put before the target's paths, if anything.
  public var target: String? { argument.flatMap { $0.isEmpty ? nil : $0 } }

  /// What reports put before paths that begin at ``root``; `.` for nothing.
  public var reportedRoot: String { rootArgument.isEmpty ? "." : rootArgument }

  /// A path below ``root`` as reports give it.
  public func reported(_ path: String) -> String {
    guard let argument, !path.hasPrefix("/") else { return path }
    let start = PathText.display(self.start)
    if path == "." || path == start { return argument.isEmpty ? "." : argument }
    if start.isEmpty { return Self.join(argument, path) }
    if path.utf8.starts(with: (start + "/").utf8) {
      return Self.join(argument, String(path.utf8.dropFirst(start.utf8.count + 1)) ?? path)
    }
    return Self.join(rootArgument, path)
  }

  private static func join(_ folder: String, _ path: String) -> String {
    folder.isEmpty ? path : folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
  }

  /// The argument less the target's path below the root; the root itself where links keep that from leading there.
  private static func rootArgument(of argument: String, root: [UInt8], start: [UInt8]) -> String {
    let isAbsolute = argument.hasPrefix("/")
    var parts = argument.split(separator: "/").map { String($0) }
    for part in PathText.display(start).split(separator: "/").reversed() {
      if let last = parts.last, last == part { parts.removeLast() } else { parts.append("..") }
    }
    let shortened = (isAbsolute ? "/" : "") + parts.joined(separator: "/")
    let isRight = root.isEmpty || FileSystem.resolved(shortened.isEmpty ? "." : shortened) == root
    return isRight ? shortened : PathText.display(root)
  }

  /// Where an argument leads.
  private struct TargetPath {
    /// Without `.` and doubled slashes.
    var argument: String
    /// Absolute, without symbolic links.
    var real: [UInt8]
    var isFolder: Bool
    /// The top of the working tree around it.
    var top: [UInt8]?

    init(_ target: String) {
      argument = PathText.normal(target)
      real = FileSystem.resolved(target)
      isFolder = FileSystem.isFolder(target)
      top = RepositoryPlace.top(enclosing: folder)
    }

    /// The target, or the folder of a file.
    var folder: [UInt8] { isFolder ? real : PathText.folder(of: real) }

    func path(below folder: [UInt8]) -> [UInt8] { Array(PathText.path(real, below: folder) ?? []) }
  }
}
