extension RandomAccessCollection where Index == Int {
  /// Index of the first element that `belongs` holds for, when it holds for all behind it too; the end when it
  /// holds for none. Takes time in proportion to the logarithm of the count.
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
