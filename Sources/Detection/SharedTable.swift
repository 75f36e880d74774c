internal import Synchronization

/// Values by number that all workers share: each is made once, by the first that needs it.
final class SharedTable<Value: Sendable>: Sendable {
  private let values: Mutex<[Value?]>

  init(count: Int) { values = Mutex(Array(repeating: nil, count: count)) }

  /// The value of a number. Others that need it wait while it is made.
  func value(_ number: Int, make: () -> Value) -> Value {
    values.withLock { values in
      if let known = values[number] { return known }
      let made = make()
      values[number] = made
      return made
    }
  }
}
