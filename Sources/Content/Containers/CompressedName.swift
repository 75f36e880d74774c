/// What the only member of a compressed file is called.
enum CompressedName {
  /// The file's name without the ending that its compression added.
  static func content(of path: [UInt8]) -> [UInt8] {
    let name = Array(path[((path.lastIndex { $0 == PathText.slash || $0 == UInt8(ascii: "!") } ?? -1) + 1)...])
    for (ending, instead) in endings where name.count > ending.utf8.count && name.ends(with: ending.utf8) {
      return Array(name.dropLast(ending.utf8.count)) + Array(instead.utf8)
    }
    return name
  }

  private static let endings = [
    (".gz", ""), (".bz2", ""), (".xz", ""), (".lzma", ""), (".lz", ""), (".zst", ""), (".lz4", ""), (".Z", ""),
    (".zz", ""), (".zlib", ""),
    (".tgz", ".tar"), (".svgz", ".svg"),
  ]
}

extension [UInt8] {
  fileprivate func ends(with ending: String.UTF8View) -> Bool { suffix(ending.count).elementsEqual(ending) }
}
