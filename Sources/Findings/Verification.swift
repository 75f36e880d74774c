/// What its vendor said about a secret.
public struct Verification: Sendable, Equatable {
  /// The verdict.
  public enum Status: String, Sendable, CaseIterable {
    /// The vendor took it.
    case active
    /// The vendor knows that it is no good.
    case inactive
    /// The vendor could not be asked, or its answer says neither.
    case unknown
    /// Nobody was asked.
    case skipped
  }

  /// The verdict.
  public var status: Status
  /// Why nobody was asked, or why the answer says nothing; of an active one that no control request proved, that.
  public var reason: String?
  /// Who was asked; `nil` when nobody was.
  public var host: String?
  /// When, in seconds since 1970-01-01 UTC; `nil` when nobody was asked.
  public var checkedAt: Int64?
  /// What an active answer says of the secret.
  public var identity: Identity?

  /// Whose secret it is and what it may do, as the vendor says.
  public struct Identity: Sendable, Equatable {
    /// The account or organisation.
    public var account: String?
    /// The user.
    public var user: String?
    /// What the secret may do.
    public var scopes: String?
    /// Until when it is valid, as the vendor writes it.
    public var expires: String?
    /// What such a secret may do by its kind.
    public var reach: String?

    /// Creates an identity from its parts; `nil` when nothing is known.
    public init?(
      account: String? = nil, user: String? = nil, scopes: String? = nil, expires: String? = nil, reach: String? = nil
    ) {
      (self.account, self.user, self.scopes, self.expires, self.reach) = (account, user, scopes, expires, reach)
      if facts.isEmpty { return nil }
    }

    /// What is known, with the name of each.
    public var facts: [Detail] {
      [("account", account), ("user", user), ("scopes", scopes), ("expires", expires), ("reach", reach)].compactMap {
        name, value in value.map { Detail(name: name, value: $0) }
      }
    }
  }

  /// Creates a verdict from its parts.
  public init(
    _ status: Status, reason: String? = nil, host: String? = nil, checkedAt: Int64? = nil, identity: Identity? = nil
  ) {
    self.status = status
    self.reason = reason
    self.host = host
    self.checkedAt = checkedAt
    self.identity = identity
  }

  /// Whether another verdict on the same secret says less: what is active counts before what may be, and that before what
  /// is not; of two alike the later one counts.
  public func outweighs(_ other: Verification) -> Bool {
    let order: [Status] = [.active, .unknown, .inactive, .skipped]
    let (rank, otherRank) = (order.firstIndex(of: status) ?? 0, order.firstIndex(of: other.status) ?? 0)
    return rank == otherRank ? (checkedAt ?? 0) > (other.checkedAt ?? 0) : rank < otherRank
  }

  /// The verdict and what belongs to it, on one line: `active, says api.github.com on 2026-11-20, user octocat`.
  public var sentence: String {
    var parts = [status.rawValue]
    if let reason { parts[0] += " (\(reason))" }
    if let host {
      let day = checkedAt.map { " on \(CalendarDay(epochSeconds: $0))" } ?? ""
      parts.append("\(status == .unknown ? "asked" : "says") \(host)\(day)")
    }
    parts += (identity?.facts ?? []).map { "\($0.name) \($0.value)" }
    return parts.joined(separator: ", ")
  }
}

/// One request that verification sent: what a report keeps as a receipt.
public struct VerificationRequest: Sendable, Equatable {
  /// What it was for.
  public enum Purpose: String, Sendable {
    case verification, control, revocation
    /// Finding the address of a host that comes from the text, without anything secret.
    case address
  }

  /// The rule that describes it.
  public var rule: String
  /// Who was asked.
  public var host: String
  /// What it was for.
  public var purpose: Purpose
  /// In seconds since 1970-01-01 UTC.
  public var time: Int64
  /// The status of the answer, else why there was none.
  public var outcome: String

  /// Creates a receipt from its parts.
  public init(rule: String, host: String, purpose: Purpose, time: Int64, outcome: String) {
    (self.rule, self.host, self.purpose, self.time, self.outcome) = (rule, host, purpose, time, outcome)
  }
}

/// A secret as it was found, with what a request needs beside it. It is never part of a report.
public struct FoundSecret: Sendable {
  /// Of its finding.
  public var fingerprint: Fingerprint
  /// Id of the rule that found it.
  public var rule: String
  /// Its bytes.
  public var value: [UInt8]
  /// The other values that were found near it, the nearest first, by the names that the rule's requests use.
  public var parts: [String: [String]]

  /// Creates a secret from its parts.
  public init(fingerprint: Fingerprint, rule: String, value: [UInt8], parts: [String: [String]] = [:]) {
    (self.fingerprint, self.rule, self.value, self.parts) = (fingerprint, rule, value, parts)
  }
}
