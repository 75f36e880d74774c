import Rules

/// Why short values are placeholders, or that they are none: code gives names the same few words again and again.
///
/// The memory is small: newer values replace older ones. Values are compared byte by byte, so what it says is exact. One per worker.
final class ReasonMemory {
  private struct KnownReason {
    var value: ShortValue?
    var reason: PlaceholderReason?
  }

  private static let places = 1 << 10
  private var entries = [KnownReason](repeating: KnownReason(), count: ReasonMemory.places)
  private let checks: CheckSet<PlaceholderCheck>

  /// - Parameter checks: What is tried on a value.
  init(applying checks: CheckSet<PlaceholderCheck> = PlaceholderCheck.all) { self.checks = checks }

  /// What ``PlaceholderFilter/reason(for:contextual:)-(Span<UInt8>,_)`` says.
  func reason(for value: Span<UInt8>, contextual: Bool) -> PlaceholderReason? {
    guard let short = ShortValue(value, contextual: contextual) else {
      return PlaceholderFilter.reason(for: value, contextual: contextual, applying: checks)
    }
    let place = short.hash & (Self.places - 1)
    if entries[place].value == short { return entries[place].reason }
    let reason = PlaceholderFilter.reason(for: value, contextual: contextual, applying: checks)
    entries[place] = KnownReason(value: short, reason: reason)
    return reason
  }
}

/// A value of few bytes, stored without an allocation, and how it is looked at.
private struct ShortValue: Equatable {
  private static let longest = 32

  private var bytes = SIMD4<UInt64>()
  private let count: UInt8
  private let isContextual: Bool

  /// `nil` for a longer value.
  init?(_ value: Span<UInt8>, contextual: Bool) {
    guard value.count <= Self.longest else { return nil }
    (count, isContextual) = (UInt8(value.count), contextual)
    for place in value.indices {
      bytes[place / 8] |= UInt64(value[place]) << UInt64(place % 8 * 8)
    }
  }

  /// The upper half of a product, so that all bytes count.
  var hash: Int {
    let folded = bytes[0] ^ bytes[1] &* 0x9E37_79B9_7F4A_7C15 ^ bytes[2] &* 0xC2B2_AE3D_27D4_EB4F ^ bytes[3]
    return Int(truncatingIfNeeded: ((folded ^ UInt64(count)) &* 0x9FB2_1C65_1E98_DF25) &>> 32)
  }
}
