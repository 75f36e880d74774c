import GitProcess

extension Git {
  /// Git in a folder, with the variables that git itself sets for a hook.
  static func here(_ folder: String) -> Git { Git(in: folder, repositoryVariables: .honoured) }

  /// The first line that a git command prints; `nil` when it ends with 1, by which git says that there is none.
  func line(_ arguments: [String]) throws(GitProcessError) -> String? {
    let output = try run(arguments, accepting: [0, 1])
    return output.status == 0 ? Self.firstLine(of: output) : nil
  }

  /// The first line that a git command prints.
  func requiredLine(_ arguments: [String]) throws(GitProcessError) -> String {
    Self.firstLine(of: try run(arguments))
  }

  private static func firstLine(of output: GitOutput) -> String {
    String(decoding: output.standardOutput.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }
}
