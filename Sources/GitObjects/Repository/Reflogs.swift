/// The ids in reflogs; stashes are among them.
struct Reflogs {
  /// For each id the first reflog that has it, as a path from the common folder.
  private(set) var names: [ObjectID: String] = [:]
  /// Reflogs that could not be read.
  private(set) var problems: [GitError] = []

  /// - Parameters:
  ///   - folders: The common folder and those of linked work trees, each with reflogs of its own.
  ///   - common: The folder with the refs.
  init(in folders: [String], common: String, _ format: ObjectFormat) {
    for folder in folders {
      let listed = Repository.files(below: "logs", in: folder)
      problems += listed.problems
      for name in listed.names {
        do throws(GitError) {
          try read("\(folder)/\(name)", named: String("\(folder)/\(name)".dropFirst(common.count + 1)), format)
        } catch {
          problems.append(error)
        }
      }
    }
  }

  /// Reads lines of the form "old new name <email> time zone TAB message".
  private mutating func read(_ path: String, named name: String, _ format: ObjectFormat) throws(GitError) {
    // Deleted since, with its ref.
    guard let bytes = try Files.readIfPresent(path) else { return }
    var damaged = 0
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 2).prefix(2)
      let ids = fields.compactMap { ObjectID(hex: $0) }.filter { $0.format == format }
      if ids.count < 2 { damaged += 1 }
      for id in ids where !id.isNull && names[id] == nil { names[id] = name }
    }
    if damaged > 0 { throw .malformed(path: path, reason: "lines that do not begin with two object ids: \(damaged)") }
  }
}
