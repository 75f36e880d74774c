public import Findings
import Rules
import Text

/// A baseline as it is read, whoever wrote it.
struct BaselineFile: Sendable {
  /// What one entry of a baseline says of a finding.
  enum Subject: Sendable, Equatable {
    /// Id under the salt of leaksift's own baseline.
    case keyed(Fingerprint, rule: String)
    /// Fingerprint of a leaksift report.
    case fingerprint(Fingerprint)
    /// A peer's report that contains the secret.
    case secret([UInt8], rule: String, path: String)
    /// A detect-secrets baseline: SHA-1 of the secret.
    case hash([UInt8], path: String)
    /// A peer's report whose secrets are masked.
    case place(GitleaksFingerprint)
  }

  /// One accepted secret.
  struct AcceptedSecret: Sendable {
    var subject: Subject
    var status: Baseline.Status?
    var reason: String?
    /// 1-based line of the file; 0 when it is not known.
    var line = 0
  }

  /// Path as the user gave it.
  var name: String
  var entries: [AcceptedSecret] = []
  /// leaksift's own baseline, when it is one.
  var own: Baseline?

  /// Reads a baseline: leaksift's own, a JSON report of leaksift, gitleaks or Betterleaks, or a detect-secrets baseline.
  ///
  /// - Throws: ``ScanError`` that names file, line and fix.
  init(name: String, text: [UInt8]) throws(ScanError) {
    self.name = name
    let body = text.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(text.dropFirst(3)) : text
    let start = body.firstIndex { !" \t\r\n".utf8.contains($0) } ?? body.count
    if body[start...].starts(with: Array("{\"leaksift-baseline\"".utf8)) {
      try readOwn(body)
    } else {
      try readPeer(body)
    }
  }

  // MARK: - leaksift's own

  private mutating func readOwn(_ text: [UInt8]) throws(ScanError) {
    var baseline: Baseline?
    for (index, bytes) in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      let place = "\(name):\(index + 1)"
      guard bytes.contains(where: { $0 > 0x20 }) else { continue }
      if bytes.starts(with: Array("<<<<<<<".utf8)) || bytes.starts(with: Array("=======".utf8)) {
        throw ScanError("\(place): a merge conflict is left; keep the lines of both sides and remove the marks")
      }
      guard let object = try? JSONValue.parse(Array(bytes)), object.members != nil else {
        throw ScanError("\(place): the line is not a JSON object; take the file from git again, or remove the line")
      }
      if object["leaksift-baseline"] != nil {
        let header = try Self.header(object, at: place)
        if let baseline, baseline.salt != header.salt {
          throw ScanError(
            "\(place): a second salt: two baselines were joined; keep one, then run `leaksift baseline update`")
        }
        baseline = baseline ?? header
      } else {
        let entry = try Self.ownEntry(object, at: place)
        baseline?.add(entry)
        entries.append(
          AcceptedSecret(
            subject: .keyed(entry.id, rule: entry.rule), status: entry.status, reason: entry.reason, line: index + 1))
      }
    }
    own = baseline
  }

  private static func header(_ object: JSONValue, at place: String) throws(ScanError) -> Baseline {
    guard let version = object["leaksift-baseline"]?.integer, version == Baseline.version else {
      throw ScanError("\(place): this version of the baseline's format is not known; use a newer leaksift")
    }
    guard let salt = object["salt"]?.string.flatMap({ Hexadecimal.bytes(of: $0.utf8) }),
      salt.count == Baseline.saltLength
    else {
      throw ScanError("\(place): `salt` must be \(Baseline.saltLength * 2) hexadecimal digits; make the baseline anew")
    }
    return Baseline(mode: object["mode"]?.string ?? "files", salt: salt)
  }

  private static func ownEntry(_ object: JSONValue, at place: String) throws(ScanError) -> Baseline.Entry {
    guard let id = object["id"]?.string.flatMap({ Fingerprint($0) }) else {
      throw ScanError("\(place): `id` must be 16 hexadecimal digits; remove the line")
    }
    var entry = Baseline.Entry(
      id: id, rule: object["rule"]?.string ?? "", path: object["path"]?.string ?? "", reason: object["reason"]?.string)
    if let status = object["status"] {
      guard let known = status.string.flatMap(Baseline.Status.init(rawValue:)) else {
        let names = Baseline.Status.allCases.map(\.rawValue).joined(separator: ", ")
        throw ScanError("\(place): `status` must be one of \(names)")
      }
      entry.status = known
    }
    return entry
  }

  // MARK: - Others'

  private mutating func readPeer(_ text: [UInt8]) throws(ScanError) {
    let root: JSONValue
    do { root = try JSONValue.parse(text) } catch {
      let line = 1 + text.prefix(error.offset).count { $0 == UInt8(ascii: "\n") }
      throw ScanError(
        "\(name):\(line): not valid JSON; give a baseline of `leaksift baseline create`, or the JSON report of gitleaks "
          + "or Betterleaks, or a detect-secrets baseline")
    }
    if let elements = root.elements {
      entries = try peerEntries(elements)
    } else if let results = root["results"]?.members {
      entries = try detectSecretsEntries(results)
    } else if let findings = root["findings"]?.elements {
      entries = try reportEntries(findings)
    } else {
      throw ScanError(
        "\(name):1: no baseline that is known: neither leaksift's own, nor a report's array of findings, nor "
          + "detect-secrets' `results`")
    }
  }

  private func reportEntries(_ findings: [JSONValue]) throws(ScanError) -> [AcceptedSecret] {
    var entries: [AcceptedSecret] = []
    for (index, finding) in findings.enumerated() {
      guard let fingerprint = finding["fingerprint"]?.string.flatMap({ Fingerprint($0) }) else {
        throw ScanError("\(name): its finding number \(index + 1) has no `fingerprint`; write the report again")
      }
      entries.append(AcceptedSecret(subject: .fingerprint(fingerprint)))
    }
    return entries
  }

  /// gitleaks' report, and Betterleaks' of the same shape.
  private func peerEntries(_ findings: [JSONValue]) throws(ScanError) -> [AcceptedSecret] {
    var entries: [AcceptedSecret] = []
    for (index, finding) in findings.enumerated() {
      let fields = Self.fields(of: finding)
      guard let rule = fields["ruleid"]?.string, let path = fields["file"]?.string,
        let secret = fields["secret"]?.string
      else {
        throw ScanError(
          "\(name): its finding number \(index + 1) lacks `RuleID`, `File` or `Secret`; write the report again")
      }
      let spelled = PathSpelling.normal(path)
      if Self.isMasked(secret) {
        let line = Int(fields["startline"]?.integer ?? 0)
        entries.append(AcceptedSecret(subject: .place(GitleaksFingerprint(path: spelled, rule: rule, line: line))))
      } else {
        entries.append(AcceptedSecret(subject: .secret(Array(secret.utf8), rule: rule, path: spelled)))
      }
    }
    return entries
  }

  /// The members of a finding; tools spell their names `RuleID`, `ruleId` or `rule_id`.
  private static func fields(of finding: JSONValue) -> [String: JSONValue] {
    let members = (finding.members ?? [:]).map { ($0.key.lowercased().filter { $0 != "_" }, $0.value) }
    return Dictionary(members) { first, _ in first }
  }

  /// What `--redact` of the peers (`REDACTED`, or a first part and `...`) and leaksift itself write.
  private static func isMasked(_ secret: String) -> Bool {
    secret.isEmpty || secret == "REDACTED" || secret.hasSuffix("...") || secret.hasSuffix("********")
  }

  private func detectSecretsEntries(_ results: [String: JSONValue]) throws(ScanError) -> [AcceptedSecret] {
    var entries: [AcceptedSecret] = []
    for (path, found) in results.sorted(by: { $0.key < $1.key }) {
      for (index, secret) in (found.elements ?? []).enumerated() {
        guard let hash = secret["hashed_secret"]?.string.flatMap({ Hexadecimal.bytes(of: $0.utf8) }), hash.count == 20
        else {
          throw ScanError(
            "\(name): secret number \(index + 1) of `\(path)` has no `hashed_secret` of 40 hexadecimal digits; write "
              + "the baseline again")
        }
        var entry = AcceptedSecret(subject: .hash(hash, path: PathSpelling.normal(path)))
        if case .boolean(let isSecret) = secret["is_secret"] { entry.status = isSecret ? .real : .noSecret }
        entries.append(entry)
      }
    }
    return entries
  }
}

extension GitleaksFingerprint {
  init(path: String, rule: String, line: Int) {
    self.init(commit: nil, path: path, rule: rule, line: line)
  }
}

/// Reads leaksift's own baseline.
///
/// - Parameter path: Absolute, or relative to the working directory.
/// - Throws: ``ScanError`` when it cannot be read, is broken, or is another tool's.
public func readBaseline(_ path: String) throws(ScanError) -> Baseline {
  let file = try BaselineFile.read(path)
  guard let own = file.own else {
    throw ScanError("\(path): not leaksift's own baseline; make one with `leaksift baseline create -o FILE`")
  }
  return own
}

extension BaselineFile {
  /// Reads a file.
  static func read(_ path: String, _ files: ProjectFiles = ProjectFiles()) throws(ScanError) -> BaselineFile {
    let text: [UInt8]?
    do throws(RuleFileError) { text = try files.read(path, longest: longestFile) } catch {
      throw ScanError(error.description)
    }
    guard let text else {
      throw ScanError("\(path): the baseline does not exist; make it with `leaksift baseline create -o \(path)`")
    }
    return try BaselineFile(name: path, text: text)
  }

  /// Longest baseline that is read, in bytes: reports of peers list every match.
  static let longestFile = 1 << 30
}
