/// The nodes of a store's readable objects by kind, each list in the order of their ids, without duplicates.
struct SortedObjects {
  private var nodes: [[Node]]

  init(_ forest: ObjectForest) {
    nodes = ObjectKind.allCases.map { forest.count(of: $0) }.map { count in
      var nodes: [Node] = []
      nodes.reserveCapacity(count)
      return nodes
    }
    for node in forest.tables.nodes where !node.isNone {
      guard let kind = ObjectKind(rawValue: forest.tables.kinds[node.index]) else { continue }
      self.nodes[Self.index(of: kind)].append(node)
    }
    // The ids of a single pack's index are in order.
    guard forest.tables.packs.count != 1 || !forest.tables.ids.loose.isEmpty else { return }
    for list in nodes.indices { nodes[list].sort { forest.id(of: $0) < forest.id(of: $1) } }
  }

  /// The nodes of a kind.
  subscript(kind: ObjectKind) -> [Node] { nodes[Self.index(of: kind)] }

  private static func index(of kind: ObjectKind) -> Int { Int(kind.rawValue) - 1 }
}
