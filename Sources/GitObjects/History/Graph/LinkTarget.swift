/// What an entry of a tree leads to, in 32 bits: a node, a look-up that has not been made yet, or nothing that matters.
struct LinkTarget: Equatable, BitwiseCopyable, Sendable {
  // Nodes are zero and up, look-ups -1 and down.
  private let value: Int32

  private init(value: Int32) { self.value = value }

  init(_ node: Node) { value = node.number }

  /// - Parameter lookup: The number of a look-up in ``LinkCollector/lookups``.
  init(lookup: Int) { value = -1 - Int32(lookup) }

  /// The entry does not matter: it leads neither to a tree nor to an object that is wanted.
  static var ignored: LinkTarget { LinkTarget(value: .min) }

  /// Whether this is a look-up.
  var isLookup: Bool { value < 0 && self != .ignored }

  /// Whether this is a node.
  var isNode: Bool { value >= 0 }

  /// The number of the look-up; only where ``isLookup``.
  var lookup: Int { Int(-1 - value) }

  /// The node; only where ``isNode``.
  var node: Node { Node(number: value) }
}

/// What the id of an entry was found to be, in 32 bits: a node, an object that the store lacks, or nothing that matters.
struct FoundTarget: Equatable, BitwiseCopyable, Sendable {
  // Nodes are zero and up, missing objects -1 and down.
  private let value: Int32

  private init(value: Int32) { self.value = value }

  init(_ node: Node) { value = node.number }

  /// - Parameter missing: The object's index in ``LinkCollector/missing``.
  init(missing: Int) { value = -1 - Int32(missing) }

  /// See ``LinkTarget/ignored``.
  static var ignored: FoundTarget { FoundTarget(value: .min) }

  /// Whether the store lacks the object.
  var isMissing: Bool { value < 0 && self != .ignored }

  /// The object's index in ``LinkCollector/missing``; only where ``isMissing``.
  var missing: Int { Int(-1 - value) }

  /// The node; only of a node.
  var node: Node { Node(number: value) }

  /// The same for a link; nil when the object is missing, so that the link must keep the number of its look-up.
  var target: LinkTarget? { isMissing ? nil : self == .ignored ? .ignored : LinkTarget(node) }
}
