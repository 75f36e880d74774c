import Findings
import Platform
import Rules
import Synchronization
import Text

/// Keeps verdicts between runs, by a keyed hash of rule, host and secret, and never the secret.
public final class VerdictCache: Sendable {
  /// Replaces a file that only its owner can read; returns why that failed.
  public typealias Save = @Sendable (_ path: String, _ bytes: [UInt8]) -> String?

  private struct Contents {
    var verdicts: [String: Verification]
    var problem: String?
  }

  private let folder: String
  private let key: [UInt8]
  private let contents: Mutex<Contents>
  private let save: Save

  private static let longestFile = 64 << 20

  /// Reads what the folder has; a file that cannot be read counts as empty.
  ///
  /// - Parameters:
  ///   - folder: Need not be there yet.
  ///   - age: In seconds: older verdicts do not count, and are dropped.
  public init(folder: String, age: Int64, save: @escaping Save) {
    (self.folder, self.save) = (folder, save)
    let known = try? RegularFile.content(of: "\(folder)/key", limit: 64)
    if let known, known.count == 32 {
      key = known
      let verdicts = (try? RegularFile.content(of: "\(folder)/verdicts.jsonl", limit: Self.longestFile)) ?? []
      contents = Mutex(Contents(verdicts: Self.read(verdicts, age: age)))
    } else {
      var generator = SystemRandomNumberGenerator()
      key = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
      contents = Mutex(Contents(verdicts: [:], problem: save("\(folder)/key", key)))
    }
  }

  /// Why nothing is kept; `nil` when nothing went wrong.
  public var problem: String? { contents.withLock { $0.problem } }

  /// The verdict that was kept; `nil` when there is none.
  func verdict(for claim: Claim) -> Verification? {
    let id = id(of: claim)
    return contents.withLock { $0.verdicts[id] }
  }

  /// Keeps verdicts that say something, and writes all of them.
  func keep(_ asked: [(Claim, Verification)]) {
    let new = asked.filter { $0.1.status == .active || $0.1.status == .inactive }
    if new.isEmpty { return }
    let ids = new.map { (id(of: $0.0), $0.1) }
    contents.withLock { contents in
      for (id, verdict) in ids { contents.verdicts[id] = verdict }
      let lines = contents.verdicts.sorted { $0.key < $1.key }.map { Self.line($0.key, $0.value).compact + "\n" }
      contents.problem = save("\(folder)/verdicts.jsonl", Array(lines.joined().utf8)) ?? contents.problem
    }
  }

  private func id(of claim: Claim) -> String {
    let values = claim.making.values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let text = ([claim.rule.id, claim.host] + values).map { "\($0.utf8.count):\($0)" }.joined()
    return Digest(of: key + Array(text.utf8)).hex
  }

  // MARK: - Form

  private static func line(_ id: String, _ verdict: Verification) -> JSONValue {
    let identity = verdict.identity
    return [
      "id": .string(id), "status": .string(verdict.status.rawValue), "reason": verdict.reason.map { .string($0) },
      "host": verdict.host.map { .string($0) }, "checked_at": verdict.checkedAt.map { .integer(Int($0)) },
      "account": identity?.account.map { .string($0) }, "user": identity?.user.map { .string($0) },
      "scopes": identity?.scopes.map { .string($0) }, "expires": identity?.expires.map { .string($0) },
      "reach": identity?.reach.map { .string($0) },
    ]
  }

  private static func read(_ file: [UInt8], age: Int64) -> [String: Verification] {
    let now = ThisProcess.epochSeconds
    var verdicts: [String: Verification] = [:]
    for line in file.split(separator: UInt8(ascii: "\n")) {
      guard let value = JSONValue(parsing: Array(line)), let id = value["id"]?.string,
        let status = value["status"]?.string.flatMap(Verification.Status.init(rawValue:)),
        let time = value["checked_at"]?.integer, (now - age...now).contains(time)
      else { continue }
      let identity = Verification.Identity(
        account: value["account"]?.string, user: value["user"]?.string, scopes: value["scopes"]?.string,
        expires: value["expires"]?.string, reach: value["reach"]?.string)
      verdicts[id] = Verification(
        status, reason: value["reason"]?.string, host: value["host"]?.string, checkedAt: time, identity: identity)
    }
    return verdicts
  }
}
