extension RandomAccessCollection where Index == Int {
  /// Index of the first element for which `belongs` is true, when it is true for all after it too; the end when it
  /// is true for none.
  ///
  /// - Complexity: O(log count).
  @inlinable
  package func partitioningIndex(where belongs: (Element) -> Bool) -> Int {
    var low = startIndex
    var high = endIndex
    while low < high {
      let middle = (low + high) / 2
      if belongs(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
