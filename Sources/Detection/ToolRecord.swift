import ByteSearch
import Text

/// Hashes and ids that secret scanners write into files of their own: ignore files, baselines and reports. They look like
/// keys, and beside a path such as `config/aws.py` or a rule's name they would be taken for one.
enum ToolRecord: Sendable {
  /// `commit:file:rule:line`, a fingerprint, or an object whose gap is accepted.
  case ignoreFile
  /// A detect-secrets or leaksift baseline.
  case baseline
  /// A report of leaksift that somebody kept, under whatever name.
  case report

  /// The record of which a value is the hash, by what is around it on its line.
  ///
  /// - Parameter lookedAt: Grows to what the answer depends on.
  init?(around secret: Range<Int>, in text: Span<UInt8>, lookedAt: inout Range<Int>) {
    guard Self.lengths.contains(secret.count), secret.allSatisfy({ Self.isLowerHex(text[$0]) }) else { return nil }
    let start = TextLines.start(of: secret.lowerBound, in: text, limit: Self.reach)
    let end = TextLines.end(of: secret.upperBound, in: text, limit: Self.reach)
    lookedAt.formUnion(start - 1..<end + 1)
    let before = Self.text(start..<secret.lowerBound, of: text)
    let after = Self.text(secret.upperBound..<end, of: text)
    if before.isEmpty, Self.isIgnoreLine(after, digits: secret.count) {
      self = .ignoreFile
    } else if Self.isBaselineLine(before, after, digits: secret.count) {
      self = .baseline
    } else if secret.count == 16, Self.isReportLine(before, after) {
      self = .report
    } else {
      return nil
    }
  }

  private static let lengths = [16, 32, 40, 64]

  /// Bytes of a line, either side of a value, that are looked at.
  private static let reach = 1024

  /// Whether a file of this name may contain such records.
  func isExpected(in path: [UInt8]) -> Bool {
    let name = String(decoding: path[(path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)...], as: UTF8.self)
    return switch self {
    case .ignoreFile: [".gitleaksignore", ".betterleaksignore", ".leaksiftignore"].contains(name)
    case .baseline: name.contains("baseline")
    case .report: true
    }
  }

  // MARK: - Lines

  private static func isIgnoreLine(_ after: String, digits: Int) -> Bool {
    if after.hasPrefix(" gap=") || (digits == 16 && (after.isEmpty || after.hasPrefix(" "))) { return digits != 32 }
    let parts = after.split(separator: ":", omittingEmptySubsequences: false)
    guard digits >= 40, parts.count >= 4, parts[0].isEmpty, let line = parts.last, let rule = parts.dropLast().last
    else {
      return false
    }
    return !line.isEmpty && line.allSatisfy(\.isNumber) && !rule.isEmpty && !rule.contains(where: \.isWhitespace)
  }

  private static func isBaselineLine(_ before: String, _ after: String, digits: Int) -> Bool {
    switch digits {
    case 16: before == "{\"id\":\"" && after.hasPrefix("\",\"rule\":\"")
    case 32: before.hasPrefix("{\"leaksift-baseline\":") && before.hasSuffix("\"salt\":\"") && after == "\"}"
    case 40: before.filter { $0 != " " && $0 != "\t" }.hasSuffix("\"hashed_secret\":\"") && after.hasPrefix("\"")
    default: false
    }
  }

  /// Whether a fingerprint follows a rule's name as in leaksift's reports: `[rule] fingerprint` and the like.
  private static func isReportLine(_ before: String, _ after: String) -> Bool {
    reportShapes.contains { shape in
      guard before.hasSuffix(shape.between), after.isEmpty ? shape.after.isEmpty : after.hasPrefix(shape.after) else {
        return false
      }
      let rule = before.dropLast(shape.between.count).reversed().prefix { $0 == "-" || $0.isLetter || $0.isNumber }
      return rule.contains("-") && before.dropLast(shape.between.count + rule.count).hasSuffix(shape.before)
    }
  }

  /// What is before a rule's name, between it and the fingerprint, and after that: in text, in Markdown and HTML, in
  /// JUnit's XML, and in GitHub's annotations.
  private static let reportShapes: [(before: String, between: String, after: String)] = [
    ("[", "] ", ""), ("<code>", "</code> <code>", "</code>"), ("name=\"", " ", "\" classname="), ("::", " ", ". "),
  ]

  private static func isLowerHex(_ byte: UInt8) -> Bool { byte.isHexDigit && !byte.isUppercase }

  /// A part of a line without a carriage return at its end.
  private static func text(_ range: Range<Int>, of text: Span<UInt8>) -> String {
    let bytes = range.map { text[$0] }
    return String(decoding: bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes[...], as: UTF8.self)
  }
}
