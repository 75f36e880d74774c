internal import CPCRE2

/// A compiled regular expression over bytes: PCRE2 with the meaning RE2 gives to the shared syntax.
///
/// `$` without `(?m)` matches only at the very end, `\w`, `\d`, `\s` and `\b` know ASCII alone. A pattern that has
/// non-ASCII literals or Unicode properties is matched over UTF-8, and bytes that are not UTF-8 never match it.
/// Interface: https://www.pcre.org/current/doc/html/pcre2api.html
public final class Pattern: Sendable {
  /// How a pattern is compiled.
  public struct Options: OptionSet, Sendable {
    /// The bits.
    public let rawValue: Int
    /// Options by their bits.
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// A match must begin where the search begins.
    public static let anchored = Options(rawValue: 1)
    /// The pattern will be used with ``Pattern/decision(_:from:to:using:)``.
    public static let stopsEarly = Options(rawValue: 2)
    /// Searches may say where a match has to begin at the latest.
    public static let startsInTime = Options(rawValue: 4)
    /// The empty text is never a match.
    public static let neverEmpty = Options(rawValue: 8)
    /// The pattern is only checked, or seldom searched for, so that it need not be made quick.
    public static let seldomUsed = Options(rawValue: 16)
  }

  /// Number of capture groups.
  public let groupCount: Int
  /// Immutable once compiled, and PCRE2 allows matching one code block from many threads.
  private nonisolated(unsafe) let code: OpaquePointer
  /// Whether the fast path without argument checks can be taken: compiled by the JIT, and not over UTF-8.
  private let isJITOnly: Bool
  /// Whether ``decision(_:from:to:using:)`` may be called: compiled for it, by the JIT, and not over UTF-8.
  public let canStopEarly: Bool
  /// Options of PCRE2 for each search.
  private let searchOptions: UInt32

  /// Compiles a pattern, with the JIT where PCRE2 has one for the machine.
  ///
  /// - Throws: ``PatternError`` with the offset of the mistake.
  public init(_ source: String, options: Options = []) throws(PatternError) {
    var flags = PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C
    let overUTF8 = Self.isMatchedOverUTF8(source)
    if overUTF8 { flags |= PCRE2_UTF | PCRE2_MATCH_INVALID_UTF }
    if options.contains(.anchored) { flags |= PCRE2_ANCHORED }
    if options.contains(.startsInTime) { flags |= PCRE2_USE_OFFSET_LIMIT }
    searchOptions = options.contains(.neverEmpty) ? PCRE2_NOTEMPTY : 0
    var errorCode: Int32 = 0
    var errorOffset = 0
    var bytes = Array(source.utf8)
    guard let compiled = pcre2_compile_8(&bytes, bytes.count, flags, &errorCode, &errorOffset, nil) else {
      throw PatternError(pattern: source, offset: errorOffset, reason: Self.message(for: errorCode))
    }
    code = compiled
    isJITOnly =
      !options.contains(.seldomUsed) && pcre2_jit_compile_8(compiled, PCRE2_JIT_COMPLETE) == 0 && !overUTF8
    canStopEarly =
      isJITOnly && options.contains(.stopsEarly) && pcre2_jit_compile_8(compiled, PCRE2_JIT_PARTIAL_HARD) == 0
    var groups: UInt32 = 0
    _ = pcre2_pattern_info_8(compiled, UInt32(PCRE2_INFO_CAPTURECOUNT), &groups)
    groupCount = Int(groups)
  }

  deinit { pcre2_code_free_8(code) }

  /// Searches `text[start..<end]` for the first match; bytes before `start` are seen by look-behind and `\b`,
  /// bytes from `end` on are not.
  ///
  /// The groups of a match are in `scratch` until its next use.
  /// - Parameter latest: Where the match has to begin at the latest, for a pattern that is compiled for it; `nil`
  ///   means anywhere. What is after it is not searched, so that many searches of overlapping ranges cost no more than
  ///   their starts.
  /// - Returns: Whether there is a match.
  /// - Throws: ``MatchError`` when the pattern needs more steps than `scratch` allows.
  public func matches(
    _ text: Span<UInt8>, from start: Int, beginningUpTo latest: Int? = nil, to end: Int, using scratch: MatchScratch
  ) throws(MatchError) -> Bool {
    try run(text, from: start, beginningUpTo: latest, to: end, options: 0, using: scratch) == .match
  }

  /// What a search of `text[start..<end]` shows of a search that goes on to the text's end.
  public enum Decision {
    /// Both find the same match.
    case match
    /// Neither finds one.
    case noMatch
    /// Bytes from `end` on matter.
    case undecided
  }

  /// Searches like ``matches(_:from:to:using:)``, but stops where a byte from `end` on could change the result.
  ///
  /// The pattern must be one that ``canStopEarly``. PCRE2's hard partial matching makes this exact: any attempt to look
  /// at the subject's end, by a class, a boundary or an assertion, ends the search.
  /// Source: https://www.pcre.org/current/doc/html/pcre2partial.html
  public func decision(
    _ text: Span<UInt8>, from start: Int, to end: Int, using scratch: MatchScratch
  ) throws(MatchError) -> Decision {
    precondition(canStopEarly, "the pattern is compiled for early ends")
    return try run(text, from: start, beginningUpTo: nil, to: end, options: PCRE2_PARTIAL_HARD, using: scratch)
  }

  private func run(
    _ text: Span<UInt8>, from start: Int, beginningUpTo latest: Int?, to end: Int, options: UInt32,
    using scratch: MatchScratch
  ) throws(MatchError) -> Decision {
    precondition(start >= 0 && start <= end && end <= text.count, "the search range is in the text")
    scratch.limitStart(to: latest)
    let options = options | searchOptions
    let status = text.withUnsafeBufferPointer { buffer -> Int32 in
      var nothing: UInt8 = 0
      return withUnsafePointer(to: &nothing) { empty in
        let subject = buffer.baseAddress ?? empty
        return isJITOnly
          ? pcre2_jit_match_8(code, subject, end, start, options, scratch.data, scratch.context)
          : pcre2_match_8(code, subject, end, start, options, scratch.data, scratch.context)
      }
    }
    if status >= 0 {
      scratch.groups = status == 0 ? MatchScratch.capacity : Int(status)
      return .match
    }
    switch status {
    case PCRE2_ERROR_NOMATCH, PCRE2_ERROR_UTF8_ERR21...PCRE2_ERROR_UTF8_ERR1: return .noMatch
    case PCRE2_ERROR_PARTIAL: return .undecided
    default: throw MatchError(reason: Self.message(for: status))
    }
  }

  /// Whether the pattern matches anywhere in `bytes`.
  public func matches(anywhereIn bytes: Span<UInt8>, using scratch: MatchScratch) throws(MatchError) -> Bool {
    try matches(bytes, from: 0, to: bytes.count, using: scratch)
  }

  /// All matches in a text, one after the other, with the first group of each when it took part. A search that takes too
  /// long ends the list.
  package func captures(in text: [UInt8]) -> [(match: Range<Int>, group: Range<Int>?)] {
    let scratch = MatchScratch()
    var found: [(match: Range<Int>, group: Range<Int>?)] = []
    var start = 0
    while start <= text.count, (try? matches(text.span, from: start, to: text.count, using: scratch)) == true,
      let match = scratch.range(ofGroup: 0)
    {
      found.append((match, groupCount > 0 ? scratch.range(ofGroup: 1) : nil))
      start = max(match.upperBound, match.lowerBound + 1)
    }
    return found
  }

  /// Whether a pattern is matched over UTF-8, where a character may be several bytes, instead of over bytes.
  package static func isMatchedOverUTF8(_ source: String) -> Bool {
    var rest = source.utf8[...]
    while let byte = rest.popFirst() {
      if byte >= 0x80 { return true }
      guard byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() else { continue }
      if escaped | 0x20 == UInt8(ascii: "p") { return true }
      if escaped == UInt8(ascii: "x"), rest.first == UInt8(ascii: "{") { return true }
    }
    return false
  }

  private static func message(for code: Int32) -> String {
    var text = [UInt8](repeating: 0, count: 256)
    let length = pcre2_get_error_message_8(code, &text, text.count)
    return String(decoding: text.prefix(Int(max(0, length))), as: UTF8.self)
  }
}

/// Working memory for matching: one per thread.
public final class MatchScratch {
  /// Groups that a match can report, the whole match included.
  static let capacity = 32
  /// Backtracking steps after which a match is given up.
  private static let matchLimit: UInt32 = 2_000_000

  fileprivate let data: OpaquePointer?
  fileprivate let context: OpaquePointer?
  private let stack: OpaquePointer?
  fileprivate var groups = 0
  private var limit: Int?

  /// Memory for one thread; grows with the patterns that it is used for.
  public init() {
    data = pcre2_match_data_create_8(UInt32(Self.capacity), nil)
    context = pcre2_match_context_create_8(nil)
    stack = pcre2_jit_stack_create_8(32 * 1024, 1024 * 1024, nil)
    pcre2_set_match_limit_8(context, Self.matchLimit)
    pcre2_jit_stack_assign_8(context, nil, UnsafeMutableRawPointer(stack))
  }

  deinit {
    pcre2_jit_stack_free_8(stack)
    pcre2_match_context_free_8(context)
    pcre2_match_data_free_8(data)
  }

  /// Lets matches begin at an offset at the latest, or anywhere.
  fileprivate func limitStart(to latest: Int?) {
    if latest != limit { pcre2_set_offset_limit_8(context, latest ?? Self.unlimited) }
    limit = latest
  }

  /// PCRE2_UNSET, a macro that Swift does not see.
  private static let unlimited = -1

  /// The bytes that a group of the last match took; `nil` when it took no part. Group 0 is the whole match.
  public func range(ofGroup group: Int) -> Range<Int>? {
    guard group < groups, let pairs = pcre2_get_ovector_pointer_8(data) else { return nil }
    let (start, end) = (pairs[2 * group], pairs[2 * group + 1])
    // PCRE2_UNSET is all ones; `\K` could put the start after the end.
    guard start >= 0, start <= end else { return nil }
    return start..<end
  }
}

/// A regular expression that does not compile.
public struct PatternError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The regex as it was given.
  public var pattern: String
  /// Byte offset in the pattern.
  public var offset: Int
  /// What PCRE2 says about it.
  public var reason: String

  /// One sentence with the place.
  public var description: String { "regex `\(pattern)` does not compile at offset \(offset): \(reason)" }
}

/// A match that was given up.
public struct MatchError: Error, Sendable, Equatable {
  /// What PCRE2 says about it.
  public var reason: String
}
