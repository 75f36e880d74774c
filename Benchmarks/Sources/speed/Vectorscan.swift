import CVectorscan

/// Vectorscan's literal matcher, the fastest known to us: the yardstick of the keyword index.
final class Vectorscan {
  struct Failure: Error {
    var code: hs_error_t
  }

  private var database: OpaquePointer?
  private var scratch: OpaquePointer?

  /// - Throws: ``Failure`` when the literals do not compile.
  init(_ literals: [[UInt8]]) throws {
    let texts = literals.map { literal in
      let copy = UnsafeMutablePointer<CChar>.allocate(capacity: literal.count)
      for (place, byte) in literal.enumerated() { copy[place] = CChar(bitPattern: byte) }
      return copy
    }
    defer { texts.forEach { $0.deallocate() } }
    let pointers = texts.map { UnsafePointer($0) as UnsafePointer<CChar>? }
    let flags = [UInt32](repeating: UInt32(HS_FLAG_CASELESS), count: literals.count)
    let ids = literals.indices.map(UInt32.init)
    var error: UnsafeMutablePointer<hs_compile_error_t>?
    let code = hs_compile_lit_multi(
      pointers, flags, ids, literals.map(\.count), UInt32(literals.count), UInt32(HS_MODE_BLOCK), nil, &database, &error
    )
    guard code == HS_SUCCESS, hs_alloc_scratch(database, &scratch) == HS_SUCCESS else { throw Failure(code: code) }
  }

  deinit {
    hs_free_scratch(scratch)
    hs_free_database(database)
  }

  func countHits(in pieces: [[UInt8]]) -> Int {
    var total = 0
    for piece in pieces {
      piece.withUnsafeBytes { bytes in
        _ = hs_scan(
          database, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), UInt32(bytes.count), 0, scratch,
          { _, _, _, _, count in
            count?.assumingMemoryBound(to: Int.self).pointee += 1
            return 0
          }, &total)
      }
    }
    return total
  }
}
