/// Texts that change a file in part: the patches of Codex's tool `apply_patch`, and the blocks of Cline's `replace_in_file`.
enum Patch {
  /// What is before new lines in a block, after its former ones, and what ends it.
  private static let middle = "======="
  private static let ends = ["+++++++ REPLACE", ">>>>>>> REPLACE"]
  private static let starts = ["------- SEARCH", "<<<<<<< SEARCH"]

  static func isPatch(_ text: String) -> Bool {
    text.contains("*** Begin Patch") || starts.contains { text.contains($0) }
  }

  /// The lines that a patch adds, by file.
  ///
  /// - Parameter path: The file of a patch that names none.
  static func writes(of patch: String, path: String?) -> [AgentEvent.Write] {
    starts.contains { patch.contains($0) }
      ? [AgentEvent.Write(path: path ?? "patch", text: newLines(ofBlocks: patch))] : writes(of: patch)
  }

  private static func writes(of patch: String) -> [AgentEvent.Write] {
    var writes: [AgentEvent.Write] = []
    for line in patch.split(separator: "\n", omittingEmptySubsequences: false) {
      if let name = ["*** Add File: ", "*** Update File: ", "*** Move to: "].first(where: { line.hasPrefix($0) }) {
        writes.append(.init(path: String(line.dropFirst(name.count)), text: ""))
      } else if line.hasPrefix("+") {
        if writes.isEmpty { writes.append(.init(path: "patch", text: "")) }
        writes[writes.count - 1].text += line.dropFirst() + "\n"
      }
    }
    return writes
  }

  /// All but the former lines: what is outside of a block is looked at too.
  private static func newLines(ofBlocks patch: String) -> String {
    var isFormer = false
    var lines: [Substring] = []
    for line in patch.split(separator: "\n", omittingEmptySubsequences: false) {
      if starts.contains(where: { line.hasPrefix($0) }) {
        isFormer = true
      } else if isFormer {
        isFormer = !line.hasPrefix(middle)
      } else if !ends.contains(where: { line.hasPrefix($0) }) {
        lines.append(line)
      }
    }
    return lines.joined(separator: "\n")
  }
}
