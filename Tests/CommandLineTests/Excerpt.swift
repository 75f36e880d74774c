import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Scripts as they stand in the repository's own files.
enum Excerpt {
  /// The lines of a block in a YAML file, without their indentation.
  ///
  /// - Parameters:
  ///   - section: A whole line that stands before the block.
  ///   - start: The end of the line right before it.
  static func block(of name: String, after section: String, start: String) throws -> String {
    let all = try lines(of: name)
    let below = try #require(all.firstIndex { $0 == section })
    let first = try #require(all[below...].firstIndex { $0.hasSuffix(start) })
    let indentation = all[first + 1].prefix { $0 == " " }.count
    let block = all[(first + 1)...].prefix { $0.isEmpty || $0.prefix { $0 == " " }.count >= indentation }
    return block.map { $0.dropFirst(indentation) }.joined(separator: "\n")
  }

  /// The first fenced block of shell below a heading of a Markdown file.
  static func shell(of name: String, below heading: String) throws -> String {
    let all = try lines(of: name)
    let below = try #require(all.firstIndex { $0 == heading })
    let first = try #require(all[below...].firstIndex { $0 == "```sh" })
    return all[(first + 1)...].prefix { $0 != "```" }.joined(separator: "\n")
  }

  /// The entry of a hook in a YAML list of hooks.
  static func entry(_ id: String, of name: String) throws -> String {
    let all = try lines(of: name)
    let first = try #require(all.firstIndex { $0 == "- id: \(id)" })
    return all[(first + 1)...].prefix { $0.hasPrefix("  ") }.joined(separator: "\n")
  }

  /// The absolute path of a file of the repository.
  static func path(of name: String) -> String {
    "/" + (#filePath.split(separator: "/").dropLast(3) + [name[...]]).joined(separator: "/")
  }

  private static func lines(of name: String) throws -> [Substring] {
    let file = try #require(fopen(path(of: name), "r"))
    defer { fclose(file) }
    return String(decoding: readAll(file), as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
  }
}
