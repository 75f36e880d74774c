import Findings
import Content
import Text

/// Turns environment files into findings.
struct DotEnvJudge {
  private let options: DotEnvOptions
  private let realValue: RealValue

  init(options: DotEnvOptions) {
    self.options = options
    realValue = RealValue(isPlaceholder: options.isPlaceholder)
  }

  /// The finding about where a file is; `nil` when everyone's git ignores it, or git gave no answer.
  func finding(about file: DotEnvFile) -> Finding? {
    switch file.protection {
    case .committed:
      return finding(file, DotEnvRules.committed, [])
    case .inHistory:
      return finding(file, DotEnvRules.inHistory, [])
    case .unprotected(let negation):
      let detail = negation.map {
        Detail(name: "defeated by", value: "\($0.place) \(PathText.display($0.pattern))")
      }
      return finding(file, DotEnvRules.unprotected, detail.map { [$0] } ?? [])
    case .outsideRepository:
      return finding(file, DotEnvRules.outsideRepository, [DotEnvRules.outside])
    case .local(let rule):
      return finding(file, DotEnvRules.protectedLocally, [Detail(name: "ignored by", value: rule.place)])
    case .uncommittedRule(let rule):
      let advice = "\(rule.place), which git does not have yet: git add \(PathText.display(rule.source))"
      return finding(file, DotEnvRules.protectedLocally, [Detail(name: "ignored by", value: advice)])
    case .ignored, .unknown:
      return nil
    }
  }

  /// Whether a file has a value that must stay secret.
  func hasSecrets(_ file: DotEnvFile) -> Bool { (file.entries ?? []).contains(where: realValue.isSecret) }

  /// The finding about what takes a file along; `nil` when nothing does.
  func shippingFinding(about file: DotEnvFile) -> Finding? {
    if file.shipments.isEmpty { return nil }
    return finding(file, DotEnvRules.shipped, [Detail(name: "shipped by", value: Self.reasons(file.shipments))])
  }

  private static func reasons(_ shipments: [Shipment]) -> String {
    let named = shipments.prefix(mostShipments).map(\.reason).joined(separator: "; ")
    let rest = shipments.count - mostShipments
    return rest > 0 ? "\(named); and \(Counting.number(rest)) more" : named
  }

  private static let mostShipments = 4

  /// One finding for each secret that bundlers publish, with every file of a repository in which they find it.
  func publishedSecrets(in files: [SettingsFile]) -> [Finding] {
    var places: [Holder: [(file: ListedFile, entry: DotEnvEntry)]] = [:]
    for file in files {
      for entry in file.entries where isPublished(entry) {
        places[Holder(repository: file.repository, secret: entry.value), default: []].append((file.file, entry))
      }
    }
    return places.map { holder, places in
      let names = Set(places.map(\.entry.name)).sorted().joined(separator: ", ")
      return finding(holder, DotEnvRules.published, places, Detail(name: "setting", value: names))
    }
  }

  private func isPublished(_ entry: DotEnvEntry) -> Bool {
    guard PublishedName.isPublished(Array(entry.name.utf8)) else { return false }
    if let known = options.isPublished(entry) { return known }
    if PublishedName.isPublicByDesign(Array(entry.name.utf8)) { return false }
    // The prefix says nothing of what the value is.
    var plain = entry
    plain.name = PublishedName.withoutPrefix(entry.name)
    return realValue.isSecret(plain)
  }

  /// The values of some files that must stay secret.
  func secrets(in files: [SettingsFile]) -> Set<[UInt8]> {
    Set(files.flatMap(\.entries).filter(realValue.isSecret).map(\.value))
  }

  /// One finding for each secret that is in files of several environments of a repository.
  func sharedSecrets(in files: [SettingsFile]) -> [Finding] {
    var places: [Holder: [(file: ListedFile, entry: DotEnvEntry)]] = [:]
    for file in files {
      for entry in file.entries where entry.value.count >= Self.shortestShared && realValue.isSecret(entry) {
        places[Holder(repository: file.repository, secret: entry.value), default: []].append((file.file, entry))
      }
    }
    return places.compactMap { holder, places in
      let environments = Set(places.map { DotEnvName.environment(of: $0.file.path) })
      guard environments.count > 1 else { return nil }
      return finding(
        holder, DotEnvRules.sharedSecret, places, Detail(name: "environments", value: Self.list(environments)))
    }
  }

  /// A finding about a secret rather than a file.
  private func finding(
    _ holder: Holder, _ rule: RuleSummary, _ places: [(file: ListedFile, entry: DotEnvEntry)], _ detail: Detail
  ) -> Finding {
    Finding(
      fingerprint: Fingerprint(rule: rule.id, secret: holder.secret, key: options.key), rule: rule,
      severity: rule.severity, confidence: rule.confidence, secret: shown(holder.secret),
      occurrences: places.map { occurrence(of: $0.entry, in: $0.file) }.sorted(by: Occurrence.precedes),
      details: [detail])
  }

  /// A secret within a repository.
  private struct Holder: Hashable {
    var repository: [UInt8]?
    var secret: [UInt8]
  }

  /// Shorter values are equal by chance or by habit.
  private static let shortestShared = 6

  private static func list(_ environments: Set<String>) -> String {
    environments.sorted().map { $0.isEmpty ? "(all)" : $0 }.joined(separator: ", ")
  }

  private func finding(_ file: DotEnvFile, _ rule: RuleSummary, _ details: [Detail]) -> Finding {
    let secrets = (file.entries ?? []).filter(realValue.isSecret)
    // What could not be read may contain anything.
    let isMild = file.entries != nil && secrets.isEmpty
    // Where no repository is, the file cannot get into one; the secrets in it are judged as in any file.
    let isNote = isMild || file.protection == .outsideRepository && rule.id != DotEnvRules.shipped.id
    let whole = Occurrence(path: file.file.displayPath, line: 0, column: 0, endLine: 0, endColumn: 0)
    return Finding(
      fingerprint: Fingerprint(rule: rule.id, secret: file.file.path, key: options.key),
      rule: isMild ? DotEnvRules.withoutSecrets(rule) : rule, severity: isNote ? .info : rule.severity,
      confidence: rule.confidence, secret: "",
      occurrences: secrets.isEmpty ? [whole] : secrets.map { occurrence(of: $0, in: file.file) }, details: details)
  }

  private func occurrence(of entry: DotEnvEntry, in file: ListedFile) -> Occurrence {
    Occurrence(
      path: file.displayPath, line: entry.line, column: entry.column, endLine: entry.endLine,
      endColumn: entry.endColumn, excerpt: Excerpt(before: entry.name + "=", secret: shown(entry.value), after: ""))
  }

  /// The secret as a report may show it: enough of a long one to recognise it, nothing of a short one.
  private func shown(_ secret: [UInt8]) -> String {
    let text = String(decoding: secret, as: UTF8.self)
    if options.showSecrets { return text }
    let isLong = secret.count >= 20 && !text.contains { $0.isWhitespace }
    return (isLong ? String(text.prefix(4)) : "") + "********"
  }
}
