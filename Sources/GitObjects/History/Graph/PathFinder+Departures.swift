/// When `HEAD` lost what it had.
extension PathFinder {
  /// For each wanted object that a commit has which leads to `HEAD`, the last such commit and the one after it.
  ///
  /// Of all roots that have an object the one of the youngest commit counts. So the roots are gone through from the
  /// youngest on, and what an earlier one has reached is left out.
  ///
  /// - Parameter head: Number of the commit that is checked out.
  /// - Complexity: Goes through each link of the pruned trees once, and twice through the commits.
  mutating func findDepartures(head: Int32) -> [Int32: HeadDeparture] {
    let leadsToHead = graph.reachable(from: [head])
    var last: [Int32: Int] = [:]
    var done = [Bool](repeating: false, count: pruned.count)
    for rank in order.indices.reversed() where leadsToHead[Int(order[rank])] {
      guard let root = pruned.tree(of: roots[Int(order[rank])]), !done[Int(root)] else { continue }
      done[Int(root)] = true
      var waiting = [root]
      while let tree = waiting.popLast() {
        for link in pruned.links(of: tree) {
          if !link.target.isTree {
            if last[link.target.wanted] == nil { last[link.target.wanted] = rank }
          } else if !done[Int(link.target.tree)] {
            done[Int(link.target.tree)] = true
            waiting.append(link.target.tree)
          }
        }
      }
    }
    let next = children(of: Set(last.values.map { order[$0] }), among: leadsToHead)
    return last.mapValues { rank in
      HeadDeparture(rank: rank, commit: next[order[rank]].map { graph.id(of: $0) })
    }
  }

  /// The oldest child of each of some commits; none of `HEAD`.
  private func children(of wanted: Set<Int32>, among leadsToHead: [Bool]) -> [Int32: Int32] {
    var children: [Int32: Int32] = [:]
    for commit in order where leadsToHead[Int(commit)] {
      for parent in graph.parents(of: commit) where wanted.contains(parent) && children[parent] == nil {
        children[parent] = commit
      }
    }
    return children
  }
}
