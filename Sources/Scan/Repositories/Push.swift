import GitObjects

/// What a push brings, as git lists it for a hook on standard input.
public struct Push: Sendable, Equatable {
  /// A ref that is made or moved.
  struct Update: Sendable, Equatable {
    var new: ObjectID
    /// What the ref named before on the other side; `nil` for a new one.
    var former: ObjectID?
  }

  /// Refs that are deleted are left out.
  let updates: [Update]
  /// The option of `git rev-list` for the refs whose commits the other side has already.
  let knownRefs: String

  /// Whether nothing but deletions is pushed.
  public var isEmpty: Bool { updates.isEmpty }

  /// The input of a pre-receive hook: a line `old-id new-id ref` for each ref (githooks).
  ///
  /// - Throws: ``ScanError`` for anything else.
  public init(received text: [UInt8]) throws(ScanError) {
    updates = try Self.updates(text, fields: 3, new: 1, former: nil, hook: "pre-receive")
    // All refs still are as they were before the push, and so are the commits that any of them reaches.
    knownRefs = "--all"
  }

  /// The input of a pre-push hook: a line `local-ref local-id remote-ref remote-id` for each ref (githooks).
  ///
  /// - Parameter remote: The remote's name, or its URL when it has none.
  /// - Throws: ``ScanError`` for anything else.
  public init(sent text: [UInt8], to remote: String) throws(ScanError) {
    updates = try Self.updates(text, fields: 4, new: 1, former: 3, hook: "pre-push")
    knownRefs = "--remotes=\(remote)"
  }

  private static func updates(
    _ text: [UInt8], fields count: Int, new: Int, former: Int?, hook: String
  ) throws(ScanError) -> [Update] {
    var updates: [Update] = []
    for (number, line) in text.split(separator: UInt8(ascii: "\n")).enumerated() {
      let fields = line.split(separator: UInt8(ascii: " "))
      guard fields.count == count, let new = ObjectID(hex: fields[new]) else {
        throw ScanError(
          "line \(number + 1) of standard input is not what git gives to a \(hook) hook; call this from such a hook")
      }
      let old = former.flatMap { ObjectID(hex: fields[$0]) }
      if !new.isNull { updates.append(Update(new: new, former: old?.isNull == false ? old : nil)) }
    }
    return updates
  }
}
