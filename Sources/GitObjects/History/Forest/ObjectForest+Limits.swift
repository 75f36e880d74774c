extension ObjectForest {
  /// Bytes that a history scan may take besides its budget for contents: for the program with its rules, and for the
  /// contents that are being judged.
  public static let fixedAllowance = 256 << 20

  /// Bytes beyond which an object is a gap: while it is judged, its delta and its delta's base are in memory too.
  ///
  /// - Parameter contentBudget: See ``ObjectForest/contentBudget``.
  public static func largestObject(_ contentBudget: Int) -> Int {
    min(ObjectReader.usualLargestObject, contentBudget / 3 + fixedAllowance / 3)
  }
}
