internal import Text

/// The tables of a forest: arrays with one element for each node, and where objects are in the store.
///
/// Flat arrays rather than an object for each node: a million nodes take some forty megabytes, and a walk reads only the
/// tables that it needs.
struct ForestTables: Sendable {
  /// The packs, in the order of their nodes.
  var packs: [ForestPack] = []
  /// The ids as they are in the store.
  let ids: ObjectIDs
  /// For each index of ``ids``, the node; ``Node/none`` for what an index lists outside its pack.
  var nodes: [Node] = []
  /// Finds an id's index in ``ids``.
  var lookup: ObjectTable
  /// The first node of a loose object; those of packed objects come before.
  var looseStart = Int.max
  /// For each loose object, the number of its folder in the store.
  var looseFolders: [Int32]
  /// For each packed node, its position in its pack's index.
  var positions: [Int32] = []
  /// The number of each node's ``ObjectKind``; zero for duplicates and for what cannot be read.
  var kinds: [UInt8] = []
  /// The node whose content a delta is made from; ``Node/none`` for roots.
  var bases: [Node] = []
  var firstChild: [Node] = []
  var nextSibling: [Node] = []
  /// The child with the largest subtree, which is visited last so that few contents are kept at a time.
  var heavyChild: [Node] = []
  /// Compressed bytes of the node and of all nodes below it.
  var weights: [Int] = []
  /// Whether the store has further copies of the object.
  var hasDuplicates: [Bool] = []

  /// Tables without nodes.
  ///
  /// - Parameter looseFolders: For each loose object, the number of its folder in the store.
  init(_ ids: ObjectIDs, looseFolders: [Int32]) {
    self.ids = ids
    self.looseFolders = looseFolders
    lookup = ObjectTable(ids, where: { _ in false }, repeated: { _, _ in })
  }
}

/// A pack, its entries in order, and the index of its first node.
struct ForestPack: Sendable {
  let pack: Pack
  let order: PackOrder
  /// What is read of the pack while it is walked; `pack` keeps it mapped.
  let bytes: PackBytes
  let start: Int
  /// What is wrong with the index: then its ids and offsets may be wrong, and each object is verified by its id.
  let fault: GitError?
  let isSuspect: Bool

  init(_ pack: Pack, start: Int) {
    self.pack = pack
    self.start = start
    order = pack.order
    bytes = pack.contents
    fault = pack.index.fault() ?? order.fault(of: pack.index)
    isSuspect = fault != nil
  }

  /// The number of the pack with a packed node.
  static func number(of node: Node, in packs: [ForestPack]) -> Int {
    max(0, packs.partitioningIndex { $0.start > node.index } - 1)
  }
}
