import Rules

/// A sentence part that offers the known word which was most likely meant, or nothing.
///
/// - Parameter prefix: What precedes each known word, such as the dashes of an option.
func suggestion(for typed: String, among known: [String], prefix: String = "") -> String {
  Spelling.nearest(to: typed, among: known).map { "; did you mean `\(prefix)\($0)`?" } ?? ""
}
