import GitProcess

extension Git {
  /// Git in a folder, with the variables that git itself sets for a hook.
  static func here(_ folder: String) -> Git { Git(in: folder, repositoryVariables: .honoured) }

  /// The first line that a git command prints, `nil` when it fails.
  func line(_ arguments: [String]) -> String? {
    try? requiredLine(arguments)
  }

  /// The first line that a git command prints.
  func requiredLine(_ arguments: [String]) throws(GitProcessError) -> String {
    String(decoding: try run(arguments).standardOutput.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }
}
