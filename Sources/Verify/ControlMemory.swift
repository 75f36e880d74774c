import Synchronization

/// What the control requests of a run said: once for each rule and host.
final class ControlMemory: Sendable {
  /// What is known of a rule at a host.
  enum Finding: Equatable {
    /// A made-up secret is told from a good one.
    case proven
    /// It is not, or that could not be found out; the reason.
    case failed(String)
  }

  struct Key: Hashable {
    let rule: String
    let host: String
  }

  private final class Slot: Sendable {
    let finding = Mutex<Finding?>(nil)
  }

  private let slots = Mutex<[Key: Slot]>([:])

  /// What is known, found out by the first caller while others of the same rule and host wait.
  func finding(for key: Key, findOut: () -> Finding) -> Finding {
    let slot = slots.withLock { slots in
      if let slot = slots[key] { return slot }
      let slot = Slot()
      slots[key] = slot
      return slot
    }
    return slot.finding.withLock { finding in
      if let finding { return finding }
      let found = findOut()
      finding = found
      return found
    }
  }

  /// Why nothing that a host says of a rule's secrets can be believed; `nil` when nothing speaks against it.
  func failure(for key: Key) -> String? {
    guard let slot = slots.withLock({ $0[key] }) else { return nil }
    return slot.finding.withLock { finding in
      if case .failed(let reason) = finding { reason } else { nil }
    }
  }
}
