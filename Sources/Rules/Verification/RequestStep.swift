/// One request of a verification or a revocation, as a rule file describes it.
///
/// `docs/VERIFICATION.md` explains the keys. Texts may contain `{{secret}}` and the names of ``parts`` and of what an
/// earlier step's ``take`` read; ``RequestTemplate`` reads them.
public struct RequestStep: Sendable, Equatable {
  /// Address of the request; HTTPS.
  public var url = ""
  /// The vendor's documentation of the request.
  public var source = ""
  /// Method of the request; `nil` means GET, or POST where there is a body.
  public var method: String?
  /// `Name: value` each.
  public var headers: [String] = []
  /// `user:password` of HTTP Basic, or with ``aws`` `key id:secret`.
  public var basic: String?
  /// Body of the request; values are put into it as JSON writes them.
  public var body: String?
  /// `name=value` each, sent as a form; values are percent-encoded.
  public var form: [String] = []
  /// `region/service` of an AWS signature, version 4.
  public var aws: String?
  /// Other values near the secret; see ``PartSource``.
  public var parts: [String] = []
  /// What later steps need of the answer, `name = json PATH` each.
  public var take: [String] = []
  /// Answers that say that the secret is active, of a revocation that it is revoked; see ``AnswerPattern``.
  public var active: [String] = []
  /// Answers that say that the secret is inactive.
  public var inactive: [String] = []
  /// Where an active answer names the account; see ``AnswerValue``.
  public var account: [String] = []
  /// Where an active answer names the user.
  public var user: [String] = []
  /// Where an active answer lists what the secret may do.
  public var scopes: [String] = []
  /// Where an active answer says until when the secret is valid.
  public var expires: [String] = []
  /// What an active secret may do where no answer says so, in a phrase.
  public var reach: String?
  /// Whether a made-up secret is tried before the first active one is believed.
  public var control = Control.madeUp
  /// Whether a rule file of a user gives it; its hosts then need the user's word.
  public var isFromFile = false

  /// How it is made sure that the address tells good secrets from bad ones.
  public enum Control: Sendable, CaseIterable {
    /// The same request with a made-up secret must come out as inactive.
    case madeUp
    /// Not at all, where a vendor locks out on bad secrets.
    case none
  }

  /// A request without an address.
  public init() {}

  /// The method that is sent.
  public var effectiveMethod: String { method ?? (body != nil || !form.isEmpty ? "POST" : "GET") }

  /// Every text that may contain names in braces.
  var templates: [String] { [url, basic, body].compactMap { $0 } + headers + form }
}

extension RequestStep.Control: RuleWord {
  static let words = ["made-up", "none"]

  init?(word: String) {
    switch word.lowercased() {
    case "made-up": self = .madeUp
    case "none": self = .none
    default: return nil
    }
  }

  var word: String { self == .madeUp ? "made-up" : "none" }
}
