public import Rules

extension DismissalCheck {
  /// What each check is for, and what it is worth on the labelled lines (`docs/SCORER.md`).
  ///
  /// The counts are those of `Benchmarks ablation`, of 2026-11-30.
  public static let rows: [CheckRow<DismissalCheck>] = [
    CheckRow(
      .callOrMember, "code that fetches a value: `name(`, `name[`, without a quote before it", falseAlarms: 0,
      secrets: 0),
    CheckRow(.variant, "a name in another name's space: `KeyKind::Ed25519`", falseAlarms: 0, secrets: 0),
    CheckRow(.environmentName, "the name of an environment variable: `getenv(\"NAME\")`", falseAlarms: 0, secrets: 0),
    CheckRow(
      .reference, "a slot that something else fills: `${…}`, `{{…}}`, `%NAME%`, `<…>`", falseAlarms: 2, secrets: 0),
    CheckRow(
      .openValue, "begins as what may be shown, or as what rules of its own find: public keys, password hashes",
      falseAlarms: 20, secrets: 1),
    CheckRow(.date, "`2026-01-31`, with or without a time", falseAlarms: 4, secrets: 0),
    CheckRow(.publicNKey, "a public key of NATS", falseAlarms: 0, secrets: 16),
    CheckRow(.plainWord, "prose: a word of letters that only a blank parts from its name", falseAlarms: 0, secrets: 0),
    CheckRow(.postgresHash, "what PostgreSQL keeps of a password: `md5` and a digest", falseAlarms: 0, secrets: 0),
    CheckRow(
      .signature, "a detached JSON Web Signature, or the beginning of NTLM's third message", falseAlarms: 0, secrets: 0),
    CheckRow(.betweenTexts, "what is between two texts: `strcmp(arg, \"pass:\", 5)`", falseAlarms: 1, secrets: 0),
    CheckRow(.option, "a word after a hyphen on a command line: `-aixmd5`", falseAlarms: 0, secrets: 0),
    CheckRow(.testResult, "how a test ended: `echo \"PASS: name\"`", falseAlarms: 0, secrets: 0),
    CheckRow(.user, "who logs in, not with what: `username=\"…\"`", falseAlarms: 3, secrets: 0),
    CheckRow(
      .loginWithoutPassword, "a Basic header of a user without a password, or prose after `basic`", falseAlarms: 0,
      secrets: 0),
    CheckRow(
      .beginning, "what a reference or another text is put behind: `neo4j/${NAME}`, `\"user:\" + name`", falseAlarms: 0,
      secrets: 0),
    CheckRow(
      .afterPath, "a digest that only a blank parts from a path: a module and its commit", falseAlarms: 0, secrets: 0),
    CheckRow(
      .openName, "a name that says that the value may be shown: `fingerprint`, `key_id` and the like", falseAlarms: 280,
      secrets: 1),
    CheckRow(
      .constantOfFamily, "the second of two constants of one family: `EN_READ | EN_WRITE`", falseAlarms: 0, secrets: 0),
    CheckRow(
      .selectorKey,
      "what a selector of Kubernetes or a list of pairs calls a key: `\"key\": \"…\", \"operator\": \"In\"`",
      falseAlarms: 1, secrets: 0),
    CheckRow(.labelOfPEM, "what a PEM block on the next line is called", falseAlarms: 0, secrets: 0),
    CheckRow(.definedUUID, "a UUID by which C names an interface or event", falseAlarms: 0, secrets: 0),
  ]
}
