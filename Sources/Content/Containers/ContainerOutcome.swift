public import Findings
import Text

/// What became of a container that was opened.
public struct ContainerOutcome: Sendable, Equatable {
  /// Bytes of members that were handed on.
  public internal(set) var bytes = 0
  /// What could not be read.
  public internal(set) var gaps: [Skip] = []
  /// What cannot be opened by its nature.
  public internal(set) var leftOut: [Skip] = []
  /// Whether it is a git bundle, of which nothing was read: it is scanned as a repository.
  public internal(set) var isBundle = false
  /// Whether a member could be read, or there is none: else the container's own bytes are all there is to search.
  public internal(set) var isOpened = false

  /// Members of one container that were left out, by the reason.
  struct LeftOut {
    private var members: [String: (first: [UInt8], count: Int)] = [:]

    mutating func add(_ path: [UInt8], _ reason: String) {
      members[reason, default: (path, 0)].count += 1
    }

    /// One line for each reason: a container may have a million such members.
    func skips(of container: [UInt8]) -> [Skip] {
      members.map { reason, members in
        let path = PathText.display(members.first)
        if members.count == 1 { return Skip(path: path, reason: "\(reason); not opened") }
        return Skip(
          path: PathText.display(container),
          reason: "\(reason); \(Counting.number(members.count)) members were not opened, \(path) the first")
      }.sorted()
    }
  }
}
