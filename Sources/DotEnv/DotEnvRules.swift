public import Findings

/// The rules about environment files as a whole.
public enum DotEnvRules {
  /// All of them, in the order of `leaksift rules list`.
  public static let all = [committed, unprotected, protectedLocally, sharedSecret, inHistory]

  public static let committed = RuleSummary(
    id: "dotenv-committed", title: "Environment file in git",
    summary: "Everyone who can read the repository, now or later, can read the secrets in this file.",
    severity: .critical, tags: ["dotenv"], docsURL: "https://git-scm.com/docs/gitignore",
    steps: [
      "Revoke and replace every secret in the file: it stays in the history.",
      "Take it out of git and keep your copy: git rm --cached FILE",
      "Keep it out: leaksift env --fix, then commit .gitignore",
    ])

  public static let unprotected = RuleSummary(
    id: "dotenv-unprotected", title: "Environment file that nothing keeps out of git",
    summary: "The next `git add .` commits the secrets in this file, because no .gitignore names it.",
    severity: .high, tags: ["dotenv"], docsURL: "https://git-scm.com/docs/gitignore",
    steps: ["Add it to .gitignore: leaksift env --fix", "Commit .gitignore"])

  public static let protectedLocally = RuleSummary(
    id: "dotenv-protected-locally", title: "Environment file protected for you alone",
    summary:
      "Only an ignore rule on your own machine keeps this file out of git; anyone else's clone would commit theirs.",
    severity: .medium, tags: ["dotenv"], docsURL: "https://git-scm.com/docs/gitignore",
    steps: ["Add it to the repository's .gitignore: leaksift env --fix", "Commit .gitignore"])

  public static let sharedSecret = RuleSummary(
    id: "dotenv-shared-secret", title: "One secret in several environments",
    summary: "A leak from the least protected of these environments opens the others too.",
    severity: .medium, tags: ["dotenv"],
    steps: ["Create a key of its own for each environment", "Revoke the shared one"])

  public static let inHistory = RuleSummary(
    id: "dotenv-in-history", title: "Environment file in the git history",
    summary: "The file is gone from the working tree, but everyone with the repository can still read its secrets.",
    severity: .high, tags: ["dotenv"],
    steps: [
      "Revoke and replace every secret that the file held",
      "Then, if need be, rewrite the history with git filter-repo",
    ])

  /// The rule as reported for a file in which no real value was found.
  static func withoutSecrets(_ rule: RuleSummary) -> RuleSummary {
    var mild = rule
    mild.title += " (no secrets in it)"
    switch rule.id {
    case committed.id:
      mild.summary = "Only placeholders and plain settings were found, but the next secret written here goes public."
      mild.steps = [
        "If it is meant as a template, rename it to end in .example",
        "Otherwise: git rm --cached FILE, leaksift env --fix, then commit .gitignore",
      ]
    default:
      mild.summary =
        "Only placeholders and plain settings were found, but the next secret written here may be committed."
    }
    return mild
  }
}
