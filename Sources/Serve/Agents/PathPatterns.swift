import Content

/// Patterns as in `.gitignore`, of which the last one that matches a path decides.
struct PathPatterns {
  private let patterns: [PathPattern]

  /// - Parameter texts: The patterns; empty ones do not count.
  init(_ texts: [String]) { patterns = texts.compactMap { PathPattern($0) } }

  /// Whether a path, from the top of the project, or a folder above it is named.
  func contains(_ path: String) -> Bool { PathPattern.index(hiding: path, among: patterns) != nil }
}
