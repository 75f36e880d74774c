public import Findings

/// The rules about environment files as a whole.
public enum DotEnvRules {
  /// All of them, in the order of `leaksift rules list`.
  public static let all = [committed, unprotected, protectedLocally, shipped, sharedSecret, published, inHistory]

  /// A file that git tracks.
  public static let committed = RuleSummary(
    id: "dotenv-committed", title: "Environment file in git",
    summary: "Everyone who can read the repository, now or later, can read the secrets in this file.",
    severity: .critical, tags: ["dotenv"], docsURL: "https://git-scm.com/docs/gitignore",
    steps: [
      "Revoke and replace every secret in the file: it stays in the history.",
      "Take it out of git and keep your copy: git rm --cached FILE",
      "Keep it out: leaksift env --fix, then commit .gitignore",
    ])

  /// A file that no `.gitignore` covers.
  public static let unprotected = RuleSummary(
    id: "dotenv-unprotected", title: "Environment file that nothing keeps out of git",
    summary: "The next `git add .` commits the secrets in this file, because no .gitignore names it.",
    severity: .high, tags: ["dotenv"], docsURL: "https://git-scm.com/docs/gitignore",
    steps: ["Add it to .gitignore: leaksift env --fix", "Commit .gitignore"])

  /// A file that only the user's own settings of git ignore.
  public static let protectedLocally = RuleSummary(
    id: "dotenv-protected-locally", title: "Environment file protected for you alone",
    summary:
      "Only an ignore rule on your own machine keeps this file out of git; anyone else's clone would commit theirs.",
    severity: .medium, tags: ["dotenv"], docsURL: "https://git-scm.com/docs/gitignore",
    steps: ["Add it to the repository's .gitignore: leaksift env --fix", "Commit .gitignore"])

  /// A file that an image, a package or an upload has in it.
  public static let shipped = RuleSummary(
    id: "dotenv-shipped", title: "Environment file that an image or a package takes along",
    summary: "Everyone who gets the image, the package or the upload can read the secrets in this file.",
    severity: .high, tags: ["dotenv"],
    steps: [
      "Keep it out: leaksift env --fix adds the line to the tool's own ignore file",
      "Revoke and replace its secrets when something with the file in it was pushed or published",
    ])

  /// A secret under a name by which bundlers choose what they publish; see ``PublishedName``.
  public static let published = RuleSummary(
    id: "dotenv-published-secret", title: "Secret under a name that is published to browsers",
    summary: "The bundler copies the value into the JavaScript that every visitor loads.",
    severity: .high, tags: ["dotenv"],
    steps: [
      "Revoke the secret and create a new one: builds that are online have it",
      "Give it a name without the prefix, and use it on the server alone",
    ])

  /// A secret that several environments use.
  public static let sharedSecret = RuleSummary(
    id: "dotenv-shared-secret", title: "One secret in several environments",
    summary: "A leak from the least protected of these environments opens the others too.",
    severity: .medium, tags: ["dotenv"],
    steps: ["Create a key of its own for each environment", "Revoke the shared one"])

  /// A file that was committed once and is gone from `HEAD`, or secrets of one that are.
  public static let inHistory = RuleSummary(
    id: "dotenv-in-history", title: "Environment file in the git history",
    summary: "They are gone from HEAD, but everyone with the repository can still read these secrets.",
    severity: .high, tags: ["dotenv"],
    steps: [
      "Revoke and replace every secret that was in the file",
      "Then, if need be, rewrite the history with git filter-repo",
    ])

  /// What a finding says of its file, as facts for findings of other rules in the same file.
  public static func details(of finding: Finding) -> [Detail] {
    let advice: String? =
      switch finding.rule.id {
      case committed.id: "in git; take it out with git rm --cached, then run leaksift env --fix"
      case protectedLocally.id: "ignored by git on this machine alone; run leaksift env --fix, then commit .gitignore"
      case shipped.id: "taken along by an image, a package or an upload; run leaksift env --fix"
      case inHistory.id: "in the history of git, which git filter-repo can rewrite once its secrets are revoked"
      case unprotected.id:
        finding.details.contains(outside)
          ? "not in a git repository; keep others from reading it with chmod 600"
          : "not ignored by git; run leaksift env --fix, then commit .gitignore"
      default: nil
      }
    return (advice.map { [Detail(name: Detail.environmentFile, value: $0)] } ?? [])
      + finding.details.filter { $0 != outside }
  }

  /// The fact that no repository contains a file.
  static let outside = Detail(name: "repository", value: "not in a git repository")

  /// The rule as reported for a file that no repository contains.
  static let outsideRepository = {
    var rule = unprotected
    rule.title = "Environment file outside of a repository"
    rule.summary = "Backups, copies and everyone who can read the folder have the secrets in this file."
    rule.steps = [
      "Let nobody else read it: chmod 600 FILE",
      "Should the folder become a repository: git init, then leaksift env --fix before the first commit",
    ]
    return rule
  }()

  /// The rule as reported for a file in which no real value was found.
  static func withoutSecrets(_ rule: RuleSummary) -> RuleSummary {
    var mild = rule
    mild.title += " (no secrets in it)"
    mild.summary = "Only placeholders and plain settings were found"
    switch rule.title {
    case committed.title:
      mild.summary += ", but the next secret written here goes public."
      mild.steps = [
        "If it is meant as a template, rename it to end in .example",
        "Otherwise: git rm --cached FILE, leaksift env --fix, then commit .gitignore",
      ]
    case outsideRepository.title: mild.summary += "; no git repository contains the file."
    default: mild.summary += ", but the next secret written here may be committed."
    }
    return mild
  }
}
