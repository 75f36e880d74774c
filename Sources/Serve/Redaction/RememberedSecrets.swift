/// Secrets that were found before, to be masked where nothing but their value tells them.
struct RememberedSecrets {
  /// Secrets of a stream that are kept: what bounds the memory of one without an end.
  static let mostOfStream = 1_024
  /// Shorter ones may be words.
  private static let shortest = 8

  private let most: Int
  private var secrets: [(bytes: [UInt8], rule: String)] = []
  private var isKnown: Set<[UInt8]> = []
  /// Indices of secrets by their first four bytes.
  private var byStart: [UInt32: [Int]] = [:]
  /// Which pairs of first bytes there are: most places of a text are passed over by it.
  private var pairs = [Bool](repeating: false, count: 1 << 16)

  /// - Parameter most: Secrets that are kept; of more, the oldest are dropped.
  init(most: Int) { self.most = most }

  /// Keeps a secret.
  mutating func add(_ value: [UInt8], rule: String) {
    guard value.count >= Self.shortest, isKnown.insert(value).inserted else { return }
    if secrets.count == most {
      isKnown.remove(secrets.removeFirst().bytes)
      byStart = [:]
      pairs = [Bool](repeating: false, count: 1 << 16)
      for place in secrets.indices { note(place) }
    }
    secrets.append((value, rule))
    note(secrets.count - 1)
  }

  private mutating func note(_ index: Int) {
    let bytes = secrets[index].bytes
    pairs[Self.pair(bytes[0], bytes[1])] = true
    byStart[Self.start(bytes[0], bytes[1], bytes[2], bytes[3]), default: []].append(index)
  }

  /// Where the secrets are in a text from an offset on.
  ///
  /// - Complexity: O(n) for n bytes, and the length of a secret where one may begin.
  func places(in text: Span<UInt8>, from start: Int) -> [MaskedRange] {
    guard !secrets.isEmpty, text.count - start >= Self.shortest else { return [] }
    var found: [MaskedRange] = []
    for place in start...text.count - Self.shortest where pairs[Self.pair(text[place], text[place + 1])] {
      let beginning = Self.start(text[place], text[place + 1], text[place + 2], text[place + 3])
      for index in byStart[beginning] ?? [] {
        let (bytes, rule) = secrets[index]
        guard place + bytes.count <= text.count, bytes.indices.allSatisfy({ text[place + $0] == bytes[$0] }) else {
          continue
        }
        found.append(MaskedRange(range: place..<place + bytes.count, value: bytes, rule: rule))
      }
    }
    return found
  }

  private static func pair(_ first: UInt8, _ second: UInt8) -> Int { Int(first) << 8 | Int(second) }

  private static func start(_ bytes: UInt8...) -> UInt32 { bytes.reduce(0) { $0 << 8 | UInt32($1) } }
}
