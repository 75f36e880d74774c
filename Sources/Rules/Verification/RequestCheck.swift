import Text

/// What can only be checked of a rule's requests together.
enum RequestCheck {
  /// Why a rule's requests cannot work; empty when they can.
  static func problems(of rule: Rule, isKnown: (String) -> Bool) -> [String] {
    problems(of: rule.verification, key: "verify", isKnown) + problems(of: rule.revocation, key: "revoke", isKnown)
  }

  private static func problems(of steps: [RequestStep], key: String, _ isKnown: (String) -> Bool) -> [String] {
    var known: Set<String> = [RequestTemplate.secret]
    var problems: [String] = []
    for step in steps {
      for part in step.parts.compactMap({ try? PartSource($0) }) {
        if case .rule(let id) = part.origin, !isKnown(id) {
          problems.append("\"parts\" names \"\(id)\", which is no rule")
        }
        known.insert(part.name)
      }
      for name in step.templates.flatMap({ (try? RequestTemplate($0))?.names ?? [] }) where !known.contains(name) {
        problems.append("{{\(name)}} is neither a part nor taken from an answer")
      }
      problems += step.ownProblems
      for taken in step.take.compactMap({ try? AnswerValue.named($0) }) { known.insert(taken.name) }
    }
    if let last = steps.last, last.active.isEmpty {
      problems.append(
        key == "verify" ? "give \"active\", the answers that say so" : "give \"done\", the answers that say so")
    }
    return problems.map { "[[rules.\(key)]]: \($0)" }
  }
}

extension RequestStep {
  /// What is wrong with the step by itself.
  fileprivate var ownProblems: [String] {
    var problems: [String] = []
    if !url.hasPrefix("https://") { problems.append("\"url\" must begin with https://") }
    if host == nil { problems.append("\"url\" must have a host that is literal, or one part as a whole") }
    if let method, !Self.methods.contains(method) {
      problems.append("\"method\" must be one of \(Self.methods.joined(separator: ", "))")
    }
    if body != nil, !form.isEmpty { problems.append("give \"body\" or \"form\", not both") }
    if let status = ambiguousStatus {
      problems.append("an answer of status \(status) would fit \"active\" and \"inactive\"; give one of them a test")
    }
    if let aws {
      if aws.split(separator: "/").count != 2 { problems.append("\"aws\" must be region/service") }
      if basic == nil { problems.append("\"aws\" needs \"basic\" with key id and secret") }
    }
    return problems
  }

  /// A status that by itself means both, so that `active` would never be said of it.
  private var ambiguousStatus: Int? {
    func bare(_ patterns: [String]) -> [ClosedRange<Int>] {
      patterns.compactMap { try? AnswerPattern($0) }.filter(\.tests.isEmpty).flatMap(\.statuses)
    }
    let refused = bare(inactive)
    return bare(active).lazy.compactMap { range in refused.first { $0.overlaps(range) }?.lowerBound }.first
  }

  private static let methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]

  /// The host, and the port if there is one, as a template: literal, or with one value. `nil` where it cannot be told.
  public var host: RequestTemplate? {
    guard url.hasPrefix("https://") else { return nil }
    let rest = url.dropFirst("https://".utf8.count)
    let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard !host.isEmpty, !host.contains("@"), let template = try? RequestTemplate(String(host)) else { return nil }
    return template.names.count > 1 || template.names.contains(RequestTemplate.secret) ? nil : template
  }
}
