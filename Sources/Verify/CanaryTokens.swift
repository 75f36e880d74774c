import Findings
import Rules

/// Keys that exist to tell their owner that somebody tried them. They are named, and not asked: whoever set the trap would be
/// alarmed, and nothing would be learned.
enum CanaryTokens {
  /// AWS accounts whose keys are handed out as traps, as published: trufflesecurity.com/blog/canaries (2024),
  /// onappsec.com/2022/10.
  private static let accounts: Set<String> = [
    "052310077262", "171436882533", "534261010715", "595918472158", "717712589309", "819147034852", "992382622183",
  ]

  /// Whether one of the values of a request is the id of such a key.
  static func areAmong(_ values: some Sequence<String>) -> Bool {
    values.contains { value in
      guard value.hasPrefix("AKIA") || value.hasPrefix("ASIA"),
        case .valid(let details) = Checksum.awsKeyID.judge(Array(value.utf8))
      else { return false }
      return details.contains { accounts.contains($0.value) }
    }
  }
}
