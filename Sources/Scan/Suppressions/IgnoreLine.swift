public import Findings

/// A line of `.leaksiftignore` that hides a finding.
public struct IgnoreLine: Sendable, Equatable {
  /// The finding.
  public var fingerprint: Fingerprint
  /// Why it is hidden.
  public var reason: String
  /// Who answers for it.
  public var owner: String?
  /// The last day on which the line counts; `nil` for always.
  public var until: CalendarDay?

  /// Creates a line from its parts.
  public init(fingerprint: Fingerprint, reason: String, owner: String? = nil, until: CalendarDay? = nil) {
    self.fingerprint = fingerprint
    self.reason = reason
    self.owner = owner
    self.until = until
  }

  /// The line as the file has it, without a line feed.
  public var text: String {
    var parts = ["\(fingerprint)", "reason=\(Self.quoted(reason))"]
    if let owner { parts.append("owner=\(Self.quoted(owner))") }
    if let until { parts.append("until=\(until)") }
    return parts.joined(separator: " ")
  }

  /// Adds the line at the end of an ignore file.
  ///
  /// - Parameters:
  ///   - content: The file's bytes; empty when there is no file yet.
  ///   - name: The file's path, for messages.
  /// - Returns: The file's new bytes.
  /// - Throws: ``ScanError`` when a line of the file is wrong, or names the finding already.
  public func added(to content: [UInt8], name: String) throws(ScanError) -> [UInt8] {
    let file = try IgnoreFile(name: name, text: content)
    if let entry = file.entries.first(where: { $0.subject == .fingerprint(fingerprint) }) {
      throw ScanError("\(name):\(entry.line): \(fingerprint) is in the file already; change that line")
    }
    let separator = content.isEmpty || content.last == UInt8(ascii: "\n") ? "" : "\n"
    return content + Array("\(separator)\(text)\n".utf8)
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
