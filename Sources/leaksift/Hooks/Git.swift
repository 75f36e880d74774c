import GitProcess

extension Git {
  /// Git in a folder, with the variables that git itself sets for a hook.
  static func here(_ folder: String) -> Git { Git(in: folder, repositoryVariables: .honoured) }

  /// The first line that a git command prints, `nil` when it fails.
  func line(_ arguments: [String]) -> String? {
    guard let output = try? run(arguments).standardOutput else { return nil }
    return String(decoding: output.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }
}
