package import Findings
import Platform

/// What the user let pass after a false alarm, for some minutes: lines of a file in the user's state folder that nobody else
/// can read or write.
package struct Allowances {
  /// How long one counts, in seconds.
  package static let lifetime: Int64 = 15 * 60
  /// How long one that is for one call counts after its first use, in seconds: the result of the call is judged too.
  private static let graceAfterUse: Int64 = 30
  /// Longest file that is read, in bytes.
  private static let longestFile = 1 << 20

  private struct Entry {
    var fingerprint: Fingerprint
    /// Seconds since 1970.
    var end: Int64
    var isOnce: Bool

    var line: String { "\(fingerprint) \(end) \(isOnce ? "once" : "more")\n" }

    init(fingerprint: Fingerprint, end: Int64, isOnce: Bool) {
      self.fingerprint = fingerprint
      self.end = end
      self.isOnce = isOnce
    }

    init?(_ line: Substring) {
      let words = line.split(separator: " ")
      guard words.count == 3, let fingerprint = Fingerprint(String(words[0])), let end = Int64(words[1]) else {
        return nil
      }
      self.init(fingerprint: fingerprint, end: end, isOnce: words[2] == "once")
    }
  }

  private let path: String
  private let now: Int64
  private var entries: [Entry]
  private var isChanged = false

  /// Where the file is: in the user's folder of states (XDG Base Directory Specification); `nil` without a home folder.
  package static func path(_ variable: (String) -> String?) -> String? {
    if let folder = variable("XDG_STATE_HOME"), folder.hasPrefix("/") { return "\(folder)/leaksift/agent-allowances" }
    guard let home = variable("HOME"), home.hasPrefix("/") else { return nil }
    return "\(home)/.local/state/leaksift/agent-allowances"
  }

  /// Reads what counts at a time; nothing from a file that is not the user's own, or that others may write to.
  ///
  /// - Parameter now: Seconds since 1970.
  package init(path: String, now: Int64) {
    self.path = path
    self.now = now
    guard let status = try? FileStatus(of: path, followsLinks: false), status.kind == .file,
      status.owner.user == ThisProcess.user, status.permissions & 0o022 == 0,
      let bytes = try? RegularFile.content(of: path, limit: Self.longestFile)
    else {
      entries = []
      return
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    // Nothing lasts longer than its lifetime, whatever the file says.
    entries = lines.compactMap { Entry($0) }.filter { $0.end > now && $0.end <= now + Self.lifetime }
  }

  /// Lets a finding pass from now on.
  ///
  /// - Parameter isOnce: Whether one call uses it up.
  package mutating func add(_ fingerprint: Fingerprint, isOnce: Bool) {
    entries.removeAll { $0.fingerprint == fingerprint }
    entries.append(Entry(fingerprint: fingerprint, end: now + Self.lifetime, isOnce: isOnce))
    isChanged = true
  }

  /// Whether a finding passes; uses it up when it is for one call.
  mutating func use(_ fingerprint: Fingerprint) -> Bool {
    guard let index = entries.firstIndex(where: { $0.fingerprint == fingerprint }) else { return false }
    if entries[index].isOnce, entries[index].end > now + Self.graceAfterUse {
      entries[index].end = now + Self.graceAfterUse
      isChanged = true
    }
    return true
  }

  /// Stores what changed.
  ///
  /// - Parameter write: Replaces a file that only its owner can read, and returns why that failed.
  /// - Returns: Why it was not stored.
  package func save(_ write: ([UInt8], String) -> String?) -> String? {
    isChanged ? write(Array(entries.map(\.line).joined().utf8), path) : nil
  }
}
