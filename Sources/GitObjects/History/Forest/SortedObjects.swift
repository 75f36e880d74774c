/// The nodes of a store's objects in the order of their ids, kind by kind, without spare copies.
struct SortedObjects {
  private var nodes: [[Int32]]

  init(_ forest: ObjectForest) {
    nodes = ObjectKind.allCases.map { forest.count(of: $0) }.map { count in
      var nodes: [Int32] = []
      nodes.reserveCapacity(count)
      return nodes
    }
    for node in forest.nodes where node >= 0 {
      guard let kind = ObjectKind(rawValue: forest.kinds[Int(node)]) else { continue }
      self.nodes[Self.place(of: kind)].append(node)
    }
    // An index holds its ids in order.
    guard forest.packs.count != 1 || !forest.ids.loose.isEmpty else { return }
    for list in nodes.indices { nodes[list].sort { forest.id(of: $0) < forest.id(of: $1) } }
  }

  /// The nodes of a kind.
  subscript(kind: ObjectKind) -> [Int32] { nodes[Self.place(of: kind)] }

  private static func place(of kind: ObjectKind) -> Int { Int(kind.rawValue) - 1 }
}
