import Synchronization

/// Values that are found out once for each key, while others that need the same wait, and those of other keys do not.
final class OnceEach<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private final class Slot: Sendable {
    let value = Mutex<Value?>(nil)
  }

  private let slots = Mutex<[Key: Slot]>([:])

  /// The value of a key, found out by the first caller.
  func value(for key: Key, findOut: () -> Value) -> Value {
    let slot = slots.withLock { slots in
      if let slot = slots[key] { return slot }
      let slot = Slot()
      slots[key] = slot
      return slot
    }
    return slot.value.withLock { value in
      if let value { return value }
      let found = findOut()
      value = found
      return found
    }
  }

  /// The value that was found out; `nil` when nobody has needed it.
  func known(for key: Key) -> Value? {
    guard let slot = slots.withLock({ $0[key] }) else { return nil }
    return slot.value.withLock { $0 }
  }
}
