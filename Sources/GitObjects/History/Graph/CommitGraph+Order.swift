extension CommitGraph {
  /// For each commit, whether the given ones lead to it; they do to themselves.
  func reachable(from commits: [Int32]) -> [Bool] {
    var reached = [Bool](repeating: false, count: count)
    var waiting = commits
    while let commit = waiting.popLast() {
      guard !reached[Int(commit)] else { continue }
      reached[Int(commit)] = true
      waiting += parents(of: commit).filter { !reached[Int($0)] }
    }
    return reached
  }

  /// The chosen commits, each parent before its children, otherwise by time.
  ///
  /// - Parameter chosen: For each commit, whether it is chosen.
  func oldestFirst(_ chosen: [Bool]) -> [Int32] {
    var missingParents = [Int32](repeating: 0, count: count)
    var childStarts = [Int32](repeating: 0, count: count + 1)
    for commit in 0..<Int32(count) where chosen[Int(commit)] {
      for parent in parents(of: commit) where chosen[Int(parent)] {
        missingParents[Int(commit)] += 1
        childStarts[Int(parent) + 1] += 1
      }
    }
    for commit in 0..<count { childStarts[commit + 1] += childStarts[commit] }
    let children = children(of: chosen, childStarts)
    var ready = OldestHeap(times: times)
    for commit in 0..<Int32(count) where chosen[Int(commit)] && missingParents[Int(commit)] == 0 { ready.push(commit) }
    var order: [Int32] = []
    while let commit = ready.pop() {
      order.append(commit)
      for child in children[Int(childStarts[Int(commit)])..<Int(childStarts[Int(commit) + 1])] {
        missingParents[Int(child)] -= 1
        if missingParents[Int(child)] == 0 { ready.push(child) }
      }
    }
    return order
  }

  /// The children of the chosen commits, those of each from its start on.
  private func children(of chosen: [Bool], _ starts: [Int32]) -> [Int32] {
    var children = [Int32](repeating: 0, count: Int(starts[count]))
    var next = starts
    for commit in 0..<Int32(count) where chosen[Int(commit)] {
      for parent in parents(of: commit) where chosen[Int(parent)] {
        children[Int(next[Int(parent)])] = commit
        next[Int(parent)] += 1
      }
    }
    return children
  }
}
