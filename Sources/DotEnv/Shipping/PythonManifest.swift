import Content

/// The commands of a `MANIFEST.in`, which add files to a source distribution and take them out again:
/// https://setuptools.pypa.io/en/latest/userguide/miscellaneous.html. Without one no environment file is added.
struct PythonManifest {
  private let commands: [[String]]

  /// - Parameter content: UTF-8, with LF or CRLF.
  init(_ content: [UInt8]) {
    commands = IgnoreList.lines(of: content).filter { !$0.hasPrefix("#") }
      .map { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
  }

  /// Whether the distribution has a file, whose path is relative to the manifest's folder: the last command about it
  /// decides.
  func includes(_ path: [UInt8]) -> Bool {
    commands.reduce(false) { isIncluded, command in
      guard let first = command.first else { return isIncluded }
      let operands = Array(command.dropFirst())
      switch first {
      case "include": return isIncluded || operands.contains { Self.matches($0, path) }
      case "exclude": return isIncluded && !operands.contains { Self.matches($0, path) }
      case "global-include": return isIncluded || operands.contains { Self.matches("**/\($0)", path) }
      case "global-exclude": return isIncluded && !operands.contains { Self.matches("**/\($0)", path) }
      case "recursive-include": return isIncluded || Self.matches(operands, path)
      case "recursive-exclude": return isIncluded && !Self.matches(operands, path)
      case "graft": return isIncluded || operands.contains { Self.matches("\($0)/**", path) }
      case "prune": return isIncluded && !operands.contains { Self.matches("\($0)/**", path) }
      default: return isIncluded
      }
    }
  }

  /// A folder, then patterns for what is anywhere in it.
  private static func matches(_ operands: [String], _ path: [UInt8]) -> Bool {
    guard let folder = operands.first else { return false }
    return operands.dropFirst().contains { matches("\(folder)/**/\($0)", path) }
  }

  private static func matches(_ pattern: String, _ path: [UInt8]) -> Bool {
    let parts = pattern.split(separator: "/").filter { $0 != "." }
    return Glob(Array(parts.joined(separator: "/").utf8)).matches(path[...])
  }
}
