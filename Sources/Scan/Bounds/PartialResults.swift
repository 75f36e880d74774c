import Synchronization

/// The parts of a scan that several threads bring.
final class PartialResults: Sendable {
  private struct State {
    var parts: [(number: Int, part: PartialResult)] = []
    /// Matches of parts that were put together to let some go.
    var kept = PartialResult()
    /// How many places there are in all.
    var places = 0

    mutating func letGo(within bound: FindingBound) {
      for index in parts.indices {
        kept.matches += parts[index].part.matches
        parts[index].part.matches = []
      }
      kept.keep(within: bound)
      places = kept.matches.count
    }
  }

  private let bound: FindingBound
  private let state = Mutex(State())

  init(within bound: FindingBound) {
    self.bound = bound
  }

  /// - Parameter number: The part's place in the whole.
  func add(_ part: PartialResult, at number: Int) {
    state.withLock { state in
      state.parts.append((number, part))
      state.places += part.matches.count
      if bound.isFar(below: state.places) { state.letGo(within: bound) }
    }
  }

  /// Everything, in the order of the parts' places whatever thread brought them.
  var whole: PartialResult {
    state.withLock { state in
      var whole = PartialResult()
      for (_, part) in state.parts.sorted(by: { $0.number < $1.number }) { whole.add(part) }
      whole.add(state.kept)
      whole.keep(within: bound)
      return whole
    }
  }
}
