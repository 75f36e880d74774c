/// Finds at which offsets of its matches the first keyword can begin, for all matches of a regex at once.
///
/// A rule's regex is tried in a window around a keyword instead of on the whole text, so how far from its start a match
/// has the keyword must be known. Matches are too many to be listed: `[a-z]{8}` has two hundred billion. Instead all are
/// followed at once. What matters of the beginning of a match is its length and which beginning of a keyword it ends
/// with, a node of an Aho-Corasick automaton; a set of such states is pushed through the regex.
///
/// With the keyword `ab` and the regex `x?ab`: before `a` the states are (0, none) and (1, none), for matches without and
/// with `x`; after `a` they are (1, `a`) and (2, `a`); `b` completes the keyword, which then began at 0 or 1. The answer
/// is 0...1. For `x?a?b` a state without a keyword is left at the end, since `xb` matches: there is no answer.
///
/// Lengths beyond the horizon are one state, and work is bounded: an answer may be missing, but is never wrong.
struct KeywordAutomaton {
  /// Offsets beyond it are all reported as `horizon + 1`.
  let horizon: Int
  /// The last position with a state of its own: a keyword that begins at the horizon is complete before it.
  private let lastPosition: Int
  /// The bytes of the keywords, each a class of its own, numbered from 1; all other bytes are class 0.
  private var alphabet: [UInt8] = []
  private var classCount: Int { alphabet.count + 1 }
  /// `next[node * classCount + class]`.
  private var next: [Int] = []
  private var depth: [Int] = [0]
  /// Length of the longest keyword that a node completes; 0 for none.
  private var completes: [Int] = [0]
  private let nodeCount: Int
  /// Positions times nodes of work after which the answer is "not known".
  private static let budget = 2_000_000

  /// - Returns: `nil` when there is no keyword, or an empty one.
  init?(_ keywords: [String], horizon: Int) {
    let words = keywords.map { $0.lowercased().utf8.map { $0 } }
    guard let longest = words.map(\.count).max(), words.allSatisfy({ !$0.isEmpty }) else { return nil }
    self.horizon = horizon
    lastPosition = horizon + longest + 1
    alphabet = Set(words.joined()).sorted()
    var trie: [[Int: Int]] = [[:]]
    for word in words {
      var node = 0
      for byte in word {
        let label = 1 + (alphabet.firstIndex(of: byte) ?? 0)
        if let child = trie[node][label] {
          node = child
        } else {
          trie.append([:])
          depth.append(depth[node] + 1)
          completes.append(0)
          trie[node][label] = trie.count - 1
          node = trie.count - 1
        }
      }
      completes[node] = word.count
    }
    nodeCount = trie.count
    buildTransitions(of: trie)
  }

  /// Fills `next` breadth-first: a missing child is the child of the longest proper suffix.
  private mutating func buildTransitions(of trie: [[Int: Int]]) {
    next = [Int](repeating: 0, count: nodeCount * classCount)
    var suffix = [Int](repeating: 0, count: nodeCount)
    var queue = [0]
    var head = 0
    while head < queue.count {
      let node = queue[head]
      head += 1
      completes[node] = max(completes[node], completes[suffix[node]])
      for label in 0..<classCount {
        let fallback = node == 0 ? 0 : next[suffix[node] * classCount + label]
        guard let child = trie[node][label] else {
          next[node * classCount + label] = fallback
          continue
        }
        next[node * classCount + label] = child
        suffix[child] = fallback
        queue.append(child)
      }
    }
  }

  // MARK: - Following a regex

  /// Where matches can be: unfinished ones by position and node, finished ones by the offset of their keyword.
  private struct Front: Equatable {
    /// Sorted, each once.
    var open: [Int]
    var found: ClosedRange<Int>?

    mutating func add(offset: Int) {
      found = found.map { min($0.lowerBound, offset)...max($0.upperBound, offset) } ?? offset...offset
    }

    mutating func formUnion(_ other: Front) {
      open = Array(Set(open).union(other.open)).sorted()
      if let range = other.found {
        add(offset: range.lowerBound)
        add(offset: range.upperBound)
      }
    }
  }

  private struct OverBudget: Error {}

  /// The smallest and the largest offset at which the first keyword of a match can begin.
  ///
  /// - Returns: `nil` when a match may contain no keyword, or when finding out takes too long.
  func offsets(in root: RegexNode) -> ClosedRange<Int>? {
    var spent = 0
    guard let end = try? follow(root, from: Front(open: [0]), spent: &spent), end.open.isEmpty else { return nil }
    return end.found
  }

  private func follow(_ node: RegexNode, from front: Front, spent: inout Int) throws(OverBudget) -> Front {
    spent += 1 + front.open.count
    guard spent < Self.budget else { throw OverBudget() }
    if front.open.isEmpty { return front }
    switch node {
    case .empty: return front
    case .byte(let set), .letter(let set, _): return step(front, over: set)
    case .character(let lengths):
      return try follow(
        .repeated(.byte(.all), least: lengths.lowerBound, most: lengths.upperBound), from: front, spent: &spent)
    case .sequence(let parts):
      var front = front
      for part in parts { front = try follow(part, from: front, spent: &spent) }
      return front
    case .alternatives(let branches):
      var union = Front(open: [], found: front.found)
      for branch in branches { union.formUnion(try follow(branch, from: front, spent: &spent)) }
      return union
    case .repeated(let part, let least, let most):
      return try followRepeated(part, least: least, most: most, from: front, spent: &spent)
    }
  }

  private func followRepeated(
    _ part: RegexNode, least: Int, most: Int?, from front: Front, spent: inout Int
  ) throws(OverBudget) -> Front {
    var front = front
    var count = 0
    while count < least {
      let following = try follow(part, from: front, spent: &spent)
      if following == front { break }
      front = following
      count += 1
    }
    count = least
    var union = front
    while most.map({ count < $0 }) ?? true {
      front = try follow(part, from: front, spent: &spent)
      let known = union
      union.formUnion(front)
      if union == known { break }
      count += 1
    }
    return union
  }

  private func step(_ front: Front, over set: ByteSet) -> Front {
    var result = Front(open: [], found: front.found)
    let labels = classes(of: set)
    var open: Set<Int> = []
    for state in front.open {
      let (position, node) = (min(lastPosition, state / nodeCount + 1), state % nodeCount)
      for label in labels {
        let target = next[node * classCount + label]
        if completes[target] > 0 {
          let offset = position == lastPosition ? horizon + 1 : position - completes[target]
          result.add(offset: min(offset, horizon + 1))
        } else {
          open.insert(position * nodeCount + target)
        }
      }
    }
    result.open = open.sorted()
    return result
  }

  private func classes(of set: ByteSet) -> [Int] {
    let others = set.subtracting(ByteSet(alphabet)).isEmpty ? [] : [0]
    return others + alphabet.indices.filter { set.contains(alphabet[$0]) }.map { $0 + 1 }
  }
}
