import Text

/// Paths as the file system has them: bytes that need not be UTF-8.
package enum PathText {
  /// Renders a path for a report: bytes that are not part of valid UTF-8 become `\xNN`.
  package static func display(_ path: some Collection<UInt8>) -> String {
    if let text = String(validating: path, as: UTF8.self) { return text }
    var parser = Unicode.UTF8.ForwardParser()
    var rest = path.makeIterator()
    var position = path.startIndex
    var text = String.UnicodeScalarView()
    while true {
      switch parser.parseScalar(from: &rest) {
      case .valid(let scalar):
        text.append(Unicode.UTF8.decode(scalar))
        position = path.index(position, offsetBy: scalar.count)
      case .error(let length):
        let end = path.index(position, offsetBy: length)
        for byte in path[position..<end] { text.append(contentsOf: escaped(byte).unicodeScalars) }
        position = end
      case .emptyInput:
        return String(text)
      }
    }
  }

  /// Joins two paths with one `/`; an empty one adds nothing.
  package static func join(_ folder: [UInt8], _ name: some Collection<UInt8>) -> [UInt8] {
    if folder.isEmpty { return Array(name) }
    if name.isEmpty { return folder }
    return folder.last == slash ? folder + name : folder + [slash] + name
  }

  /// The path of the folder that contains `path`; empty when `path` has no `/`.
  package static func parent(of path: [UInt8]) -> ArraySlice<UInt8> {
    guard let end = path.lastIndex(of: slash) else { return [] }
    return path[..<end]
  }

  /// The folder that contains a file, of which the path is absolute, or in the working directory.
  package static func folder(of file: [UInt8]) -> [UInt8] {
    let parent = parent(of: file)
    if !parent.isEmpty { return Array(parent) }
    return file.first == slash ? [slash] : [UInt8(ascii: ".")]
  }

  /// The part after the last `/`.
  package static func name(of path: [UInt8]) -> ArraySlice<UInt8> {
    guard let end = path.lastIndex(of: slash) else { return path[...] }
    return path[(end + 1)...]
  }

  /// Whether a relative path leads to something in its folder, by names alone, and not into git's own folder.
  package static func isBelow(_ path: ArraySlice<UInt8>) -> Bool {
    var rest = path
    while true {
      let name = rest.prefix { $0 != slash }
      if name.isEmpty || isReserved(name) { return false }
      if name.endIndex == path.endIndex { return true }
      rest = path[(name.endIndex + 1)...]
    }
  }

  private static func isReserved(_ name: ArraySlice<UInt8>) -> Bool {
    guard name.first == UInt8(ascii: ".") else { return false }
    return name.count == 1 || name.elementsEqual("..".utf8) || name.elementsEqual(".git".utf8)
  }

  /// A path below a folder, relative to it; empty for the folder itself, `nil` when the path is elsewhere. Both are
  /// absolute and without symbolic links.
  package static func path(_ path: [UInt8], below folder: [UInt8]) -> ArraySlice<UInt8>? {
    guard path.starts(with: folder) else { return nil }
    let rest = path.dropFirst(folder.count)
    guard rest.isEmpty || rest.first == slash || folder.last == slash else { return nil }
    return rest.drop { $0 == slash }
  }

  /// A path as the user gave it, without `.` and doubled or final slashes; empty for the working directory.
  package static func normal(_ path: String) -> String {
    let parts = path.split(separator: "/").filter { $0 != "." }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }

  package static let slash = UInt8(ascii: "/")

  private static func escaped(_ byte: UInt8) -> String {
    "\\x" + Hexadecimal.uppercased(byte)
  }
}
