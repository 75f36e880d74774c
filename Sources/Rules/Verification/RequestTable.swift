/// A table of a rule file that describes a request.
///
/// Verification and revocation have the same keys but those on answers; a compiled record needs tags of their own for each.
struct RequestTable<Purpose: RequestPurpose>: RuleTable {
  var step = RequestStep()

  static var fields: [RuleField<RequestTable>] { Purpose.fields }
}

/// What a request is for.
protocol RequestPurpose: Sendable {
  /// The keys of its tables.
  static var fields: [RuleField<RequestTable<Self>>] { get }
}

/// Asking whether a secret is active: `[[rules.verify]]`.
enum Verifying: RequestPurpose {
  static let fields: [RuleField<RequestTable<Verifying>>] =
    requestFields(tags: Array("0123456789")) + [
      RuleField(
        "active", \.step.active, tag: ":", .leaksift, reading: { $0.answers($1) },
        "answers that say that the secret is active: a status, then tests, all of which must agree"),
      RuleField(
        "inactive", \.step.inactive, tag: ";", .leaksift, reading: { $0.answers($1) },
        "answers that say that it is not; looked at first"),
      RuleField(
        "account", \.step.account, tag: "<", .leaksift, reading: { $0.answerValues($1) },
        "where an active answer names the account: `json PATH` or `header NAME`"),
      RuleField(
        "user", \.step.user, tag: "=", .leaksift, reading: { $0.answerValues($1) }, "where it names the user"),
      RuleField(
        "scopes", \.step.scopes, tag: ">", .leaksift, reading: { $0.answerValues($1) },
        "where it lists what the secret may do"),
      RuleField(
        "expires", \.step.expires, tag: "?", .leaksift, reading: { $0.answerValues($1) },
        "where it says until when the secret is valid"),
      RuleField(
        "reach", \.step.reach, tag: "@", .leaksift, "what an active secret may do where no answer says so, in a phrase"),
      RuleField(
        "control", \.step.control, tag: "[", .leaksift,
        "whether a made-up secret must come out inactive before an active one is believed; `none` only where a vendor "
          + "locks out on bad secrets"),
    ]
}

/// Asking the vendor to make a secret invalid: `[[rules.revoke]]`.
enum Revoking: RequestPurpose {
  static let fields: [RuleField<RequestTable<Revoking>>] =
    requestFields(tags: Array("abjzHIJKMO")) + [
      RuleField(
        "done", \.step.active, tag: "U", .leaksift, reading: { $0.answers($1) },
        "answers that say that the secret is revoked")
    ]
}

/// The keys that tables of both purposes have.
///
/// - Parameter tags: Of a compiled record, one for each key.
private func requestFields<Purpose>(tags: [Character]) -> [RuleField<RequestTable<Purpose>>] {
  let tags = tags.map { $0.unicodeScalars.first ?? " " }
  return [
    RuleField(
      "url", \.step.url, tag: tags[0], .leaksift, reading: { $0.template($1) },
      "address, HTTPS; in every text `{{secret}}` and `{{NAME}}` of a part are put in, here percent-encoded"),
    RuleField("source", \.step.source, tag: tags[1], .leaksift, "the vendor's documentation of the request"),
    RuleField("method", \.step.method, tag: tags[2], .leaksift, "default `GET`, with `body` or `form` `POST`"),
    RuleField(
      "headers", \.step.headers, tag: tags[3], .leaksift, reading: { $0.headers($1) }, "`Name: value` each"),
    RuleField(
      "basic", \.step.basic, tag: tags[4], .leaksift, reading: { $0.template($1) }, "`user:password` of HTTP Basic"),
    RuleField(
      "body", \.step.body, tag: tags[5], .leaksift, reading: { $0.template($1) },
      "body; values are put in as JSON writes them"),
    RuleField(
      "form", \.step.form, tag: tags[6], .leaksift, reading: { $0.templates($1) },
      "`name=value` each, sent as a form"),
    RuleField(
      "aws", \.step.aws, tag: tags[7], .leaksift,
      "`region/service` of an AWS signature with the key id and secret of `basic`"),
    RuleField(
      "parts", \.step.parts, tag: tags[8], .leaksift, reading: { $0.partSources($1) },
      "other values near the secret: `NAME = rule ID` or `NAME = regex REGEX`, with ` else VALUE` where there is none; "
        + "`NAME = secret REGEX` for a part of the secret itself"),
    RuleField(
      "take", \.step.take, tag: tags[9], .leaksift, reading: { $0.takenValues($1) },
      "what later steps need of the answer: `NAME = json PATH` or `NAME = header NAME`"),
  ]
}
