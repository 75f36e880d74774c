/// One pattern of a `.gitignore`-style list: https://git-scm.com/docs/gitignore#_pattern_format.
package struct PathPattern: Sendable, Hashable {
  /// Whether the pattern takes back what an earlier one said (`!`).
  package let isNegated: Bool
  private let onlyFolders: Bool
  /// Whether it is matched against the whole path rather than against the last part.
  private let isAnchored: Bool
  private let glob: Glob

  /// - Parameter text: A pattern without comment and outer blanks; `nil` when nothing is left of it.
  package init?(_ text: String) {
    var bytes = Array(text.utf8)[...]
    isNegated = bytes.first == UInt8(ascii: "!")
    if isNegated { bytes = bytes.dropFirst() }
    onlyFolders = bytes.last == UInt8(ascii: "/")
    if onlyFolders { bytes = bytes.dropLast() }
    isAnchored = bytes.contains(UInt8(ascii: "/"))
    if bytes.first == UInt8(ascii: "/") { bytes = bytes.dropFirst() }
    guard !bytes.isEmpty else { return nil }
    glob = Glob(Array(bytes))
  }

  /// Whether the pattern names exactly this path.
  package func matches(_ path: ArraySlice<UInt8>, isFolder: Bool) -> Bool {
    if onlyFolders, !isFolder { return false }
    if isAnchored { return glob.matches(path) }
    let name = path.lastIndex(of: UInt8(ascii: "/")).map { path[($0 + 1)...] } ?? path
    return glob.matches(name)
  }

  /// The index of the pattern that hides a file, by git's rules: the last one that matches wins, and nothing below a
  /// hidden folder comes back.
  package static func index(hiding path: String, among patterns: [PathPattern]) -> Int? {
    index(hiding: Array(path.utf8), among: patterns)
  }

  /// The same for a path in bytes.
  package static func index(hiding bytes: [UInt8], among patterns: [PathPattern]) -> Int? {
    let ends = bytes.indices.filter { bytes[$0] == UInt8(ascii: "/") && $0 > 0 } + [bytes.count]
    for end in ends {
      let part = bytes[..<end]
      let last = patterns.lastIndex { $0.matches(part, isFolder: end < bytes.count) }
      if let last, !patterns[last].isNegated { return last }
    }
    return nil
  }
}

/// Shell patterns on paths: `*`, `?` and `[…]` within a part, `**` across parts.
package struct Glob: Sendable, Hashable {
  private let pattern: [UInt8]
  /// Number of bytes before the first one that is special: most paths differ there already.
  private let plainCount: Int

  /// - Parameter pattern: As it is written.
  package init(_ pattern: [UInt8]) {
    self.pattern = pattern
    plainCount = pattern.prefix { !"*?[\\".utf8.contains($0) }.count
  }

  /// Takes time in proportion to the product of both lengths at most.
  package func matches(_ path: ArraySlice<UInt8>) -> Bool {
    // States that are possible before each byte: the textbook simulation, so that no pattern is exponential.
    guard path.starts(with: pattern[..<plainCount]) else { return false }
    var states = closure([plainCount])
    for byte in path.dropFirst(plainCount) {
      var next: Set<Int> = []
      for state in states { next.formUnion(step(state, byte)) }
      if next.isEmpty { return false }
      states = closure(next)
    }
    return states.contains(pattern.count)
  }

  /// Adds the states that are reached without reading a byte.
  private func closure(_ states: Set<Int>) -> Set<Int> {
    var all = states
    var open = Array(states)
    while let state = open.popLast() {
      for next in skips(from: state) where all.insert(next).inserted { open.append(next) }
    }
    return all
  }

  private func skips(from state: Int) -> [Int] {
    guard state < pattern.count, pattern[state] == UInt8(ascii: "*") else { return [] }
    guard isDouble(state) else { return [state + 1] }
    // `**/` may match no folder at all.
    let isFolder = state + 2 < pattern.count && pattern[state + 2] == UInt8(ascii: "/")
    return isFolder ? [state + 3] : [state + 2]
  }

  private func isDouble(_ state: Int) -> Bool {
    state + 1 < pattern.count && pattern[state + 1] == UInt8(ascii: "*")
  }

  private func step(_ state: Int, _ byte: UInt8) -> [Int] {
    guard state < pattern.count else { return [] }
    let isSlash = byte == UInt8(ascii: "/")
    switch pattern[state] {
    case UInt8(ascii: "*"):
      guard isDouble(state) else { return isSlash ? [] : [state] }
      let isFolder = state + 2 < pattern.count && pattern[state + 2] == UInt8(ascii: "/")
      return isFolder && isSlash ? [state, state + 3] : [state]
    case UInt8(ascii: "?"): return isSlash ? [] : [state + 1]
    case UInt8(ascii: "["):
      guard let (end, isMember) = readClass(at: state, byte) else {
        return byte == UInt8(ascii: "[") ? [state + 1] : []
      }
      return isMember && !isSlash ? [end] : []
    case UInt8(ascii: "\\") where state + 1 < pattern.count:
      return pattern[state + 1] == byte ? [state + 2] : []
    case let literal: return literal == byte ? [state + 1] : []
    }
  }

  /// Reads `[…]`; `nil` when it is never closed, so that the bracket means itself.
  private func readClass(at start: Int, _ byte: UInt8) -> (end: Int, isMember: Bool)? {
    var place = start + 1
    let isNegated =
      place < pattern.count && (pattern[place] == UInt8(ascii: "!") || pattern[place] == UInt8(ascii: "^"))
    if isNegated { place += 1 }
    var isMember = false
    let first = place
    while place < pattern.count {
      if pattern[place] == UInt8(ascii: "]"), place > first { return (place + 1, isMember != isNegated) }
      if place + 2 < pattern.count, pattern[place + 1] == UInt8(ascii: "-"), pattern[place + 2] != UInt8(ascii: "]") {
        if pattern[place] <= byte && byte <= pattern[place + 2] { isMember = true }
        place += 3
      } else {
        if pattern[place] == byte { isMember = true }
        place += 1
      }
    }
    return nil
  }
}
