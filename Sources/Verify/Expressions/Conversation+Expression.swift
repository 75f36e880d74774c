import Findings
import Rules
import Text

extension Conversation {
  /// Evaluates a rule's `validate` expression; its requests have the limits of all others, and go only to hosts that the
  /// user allows.
  func run(_ expression: ExpressionSyntax, for claim: Claim, _ purpose: VerificationRequest.Purpose) -> StepsOutcome {
    let secret = claim.making.secret
    let others = claim.making.parts.sorted { $0.key < $1.key }
    let parts = JSONValue.object(others.map { ($0.key, .string($0.value)) })
    let finding: JSONValue = ["secret": .string(secret), "rule_id": .string(claim.rule.id)]
    var evaluator = ExpressionEvaluator(
      names: ["secret": .string(secret), "finding": finding, "captures": parts, "components": parts]
    ) { method, url, headers, body throws(ExpressionEvaluator.Failure) in
      try self.send(method, url, headers, body, of: claim, purpose)
    }
    do throws(ExpressionEvaluator.Failure) {
      return try Self.outcome(try evaluator.value(of: expression), without: secret)
    } catch {
      return error.isRefusal ? .refused(error.reason) : .unclear(error.reason)
    }
  }

  private func send(
    _ method: String, _ url: String, _ headers: [String], _ body: String?, of claim: Claim,
    _ purpose: VerificationRequest.Purpose
  ) throws(ExpressionEvaluator.Failure) -> HTTPAnswer {
    var step = RequestStep()
    step.url = url
    step.isFromFile = true
    guard let host = step.host?.filled([:])?.lowercased() else {
      throw ExpressionEvaluator.Failure(reason: "an address of the expression is not https://HOST/…")
    }
    var request = HTTPRequest(method: method, url: url, host: host)
    request.headers = headers
    request.body = body
    switch send(request, step, claim.rule.id, isOwn: false, purpose) {
    case .success(let answer): return answer
    case .failure(let failure): throw ExpressionEvaluator.Failure(reason: failure.reason, isRefusal: failure.isRefusal)
    }
  }

  /// Reads the map that an expression comes to.
  private static func outcome(
    _ value: JSONValue, without secret: String
  ) throws(ExpressionEvaluator.Failure) -> StepsOutcome {
    func text(_ names: [String]) -> String? {
      let texts = names.compactMap { value[$0] }.map { $0.string ?? $0.compact }.filter {
        !$0.isEmpty && !$0.contains(secret)
      }
      return texts.isEmpty ? nil : Escaping.visible(texts.joined(separator: ", "))
    }
    switch value["result"]?.string {
    case "valid":
      return .active(
        Verification.Identity(
          account: text(["account", "account_id", "organization", "org", "team", "workspace"]),
          user: text(["username", "user", "name", "email", "login"]), scopes: text(["scopes", "scope", "permissions"]),
          expires: text(["expires", "expires_at", "expiry"])))
    case "invalid", "revoked": return .inactive
    case let result?: return .unclear(text(["reason"]) ?? "the expression says `\(Escaping.visible(result))`")
    case nil: throw ExpressionEvaluator.Failure(reason: "the expression comes to no map with a `result`")
    }
  }
}

extension ExpressionSyntax {
  /// The first address that is written in the expression: what a plan says is asked.
  var firstAddress: String? {
    switch self {
    case .text(let bytes, _):
      let text = String(decoding: bytes, as: UTF8.self)
      return text.hasPrefix("https://") ? text : nil
    case .list(let items, _), .all(let items, _), .any(let items, _): return items.lazy.compactMap(\.firstAddress).first
    case .map(let entries, _): return entries.lazy.compactMap(\.value.firstAddress).first
    case .bound(_, let value, let body, _): return value.firstAddress ?? body.firstAddress
    case .member(let base, _, _), .not(let base, _), .negative(let base, _): return base.firstAddress
    case .index(let base, let key, _): return base.firstAddress ?? key.firstAddress
    case .call(let callee, let arguments, _):
      return callee.firstAddress ?? arguments.lazy.compactMap(\.firstAddress).first
    case .binary(_, let left, let right, _): return left.firstAddress ?? right.firstAddress
    case .conditional(let test, let yes, let no, _):
      return test.firstAddress ?? yes.firstAddress ?? no.firstAddress
    case .number, .flag, .nothing, .name: return nil
    }
  }
}
