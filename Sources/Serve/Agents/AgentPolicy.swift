import Findings
import Rules
import Scan

/// Which secrets an agent may not get or write: the project tightens, the user loosens.
struct AgentPolicy {
  private let minimumSeverity: Severity
  private let allowedRules: Set<String>
  private let allowedPaths: PathPatterns
  private let protectedPaths: PathPatterns

  /// - Parameters:
  ///   - user: What the user's own file says.
  ///   - project: What `[agent]` of the project says.
  init(user: AgentSettings, project: AgentSettings) {
    let own = user.minimumSeverity ?? .low
    minimumSeverity = project.minimumSeverity.map { min($0, own) } ?? own
    allowedRules = Set(user.allowedRules)
    allowedPaths = PathPatterns(user.allowedPaths)
    protectedPaths = PathPatterns(user.protectedPaths + project.protectedPaths)
  }

  /// Whether a file may not be read, whatever is in it.
  func protects(_ path: String) -> Bool { protectedPaths.contains(path) }

  /// Whether a secret counts.
  ///
  /// What a baseline accepts is known and may still be a secret, so it counts. A comment beside a secret counts for texts
  /// that are there already, and not for those that the agent is about to write.
  func refuses(_ secret: TextSecret, at path: String) -> Bool {
    switch secret.suppression?.kind {
    case nil, .baseline: break
    default: return false
    }
    return secret.severity >= minimumSeverity && !allowedRules.contains(secret.rule.id) && !allowedPaths.contains(path)
  }
}
