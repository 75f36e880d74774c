import Platform

extension PathText {
  /// The path of a folder's entry relative to a folder above it; empty for that folder, `nil` when it is elsewhere.
  ///
  /// Links are followed in its folders only: the entry itself may be a link, and neither it nor its folders need exist.
  package static func entry(_ path: String, below folder: String) -> [UInt8]? {
    Self.path(entry(path), below: FileSystem.resolved(folder)).map { Array($0) }
  }

  /// The nearest existing folder at or above a path.
  package static func existingFolder(around path: String) -> String {
    var folder = entry(path)
    while folder.count > 1, !FileSystem.isFolder(folder) { folder = parentOrRoot(of: folder) }
    return display(folder)
  }

  private static func entry(_ path: String) -> [UInt8] { place(Array(path.utf8), followingLast: false) }

  /// The absolute path without links in its folders, and without one at its end on request. What does not exist is
  /// joined by name.
  private static func place(_ path: [UInt8], followingLast: Bool) -> [UInt8] {
    if followingLast, let real = try? FileSystem.realPath(of: path) { return real }
    let trimmed = Array(path[..<(path.lastIndex { $0 != slash }.map { $0 + 1 } ?? 0)])
    let name = self.name(of: trimmed)
    let isHere = name.elementsEqual(".".utf8)
    let isAbove = name.elementsEqual("..".utf8)
    if trimmed.isEmpty || isHere && trimmed.count == 1 && followingLast { return path }
    if isHere || isAbove, !followingLast { return place(path, followingLast: true) }
    let parent = Array(trimmed[..<name.startIndex])
    let above = place(parent.isEmpty ? Array(".".utf8) : parent, followingLast: true)
    if isAbove { return parentOrRoot(of: above) }
    return isHere ? above : join(above, name)
  }

  private static func parentOrRoot(of path: [UInt8]) -> [UInt8] {
    let parent = Array(self.parent(of: path))
    return parent.isEmpty ? [slash] : parent
  }
}
