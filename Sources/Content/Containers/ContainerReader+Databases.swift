import Text

/// Databases of SQLite: rows that are spread over pages, and columns that are containers themselves, as members; everything
/// else as the bytes of the database.
extension ContainerReader {
  /// Longest name of a row that is taken from its first text.
  private static let longestName = 100

  /// Reads the rows of a database, and what remains of it as a text.
  ///
  /// - Returns: Whether it has a database's header: else all of it is to be searched as a text.
  func openDatabase(
    _ input: ContainerInput, _ place: Place, _ consume: (TextChunk, TextOrigin) -> Void
  ) -> Bool {
    var leftOut = ContainerOutcome.LeftOut()
    defer { add(leftOut, of: place.path) }
    guard input.length != nil else {
      leftOut.add(
        place.path,
        "a database that is too large for memory, where it cannot be read at any place; its bytes are searched")
      search(input, place, consume)
      return true
    }
    guard let database = DatabaseFile(input) else { return false }
    var taken: [Range<Int>] = []
    var number = 0
    while number < database.pageCount, !budget.hasRunOut {
      number += 1
      guard let page = database.page(number) else { break }
      for cell in database.cells(of: page, number: number) {
        taken += read(cell, of: database, place, &leftOut, consume)
        if budget.isStopped { break }
      }
    }
    search(InputWithout(taken, of: input), place, consume)
    return true
  }

  /// Searches bytes of a database as a text.
  private func search(_ input: ContainerInput, _ place: Place, _ consume: (TextChunk, TextOrigin) -> Void) {
    var source = InputSource(input)
    window.begin(&source, expected: 0)
    let origin = TextOrigin(path: place.path, layer: place.layer)
    window.drain(&source) { consume($0, origin) }
    outcome.bytes += source.bytesRead
    if let failure = source.failure { addGap(place.path, failure) }
  }

  /// Reads a row, if its bytes alone would not do.
  ///
  /// - Returns: The places of the row that need not be searched again.
  private func read(
    _ cell: DatabaseFile.Cell, of database: DatabaseFile, _ place: Place, _ leftOut: inout ContainerOutcome.LeftOut,
    _ consume: (TextChunk, TextOrigin) -> Void
  ) -> [Range<Int>] {
    let isSpread = cell.overflow != nil
    guard cell.length <= min(bounds.memberSize, budget.freeMemory / 2) else {
      leftOut.add(place.path, "a row of more than \(Counting.bytes(budget.freeMemory / 2)) is searched in parts")
      return []
    }
    guard let (row, places) = database.row(cell), let columns = DatabaseFile.columns(of: row) else { return [] }
    let containers = columns.filter { !$0.isText && Self.isOpened(row[$0.range]) }
    guard isSpread || !containers.isEmpty else { return [] }
    budget.addMember()
    budget.add(row.count, level: place.level)
    guard !budget.isStopped else { return [] }
    let path = place.member(Self.name(of: row, columns, cell))
    if isSpread {
      let texts = columns.filter { column in !containers.contains { $0.range == column.range } }
      read(Array(texts.map { row[$0.range] }.joined(separator: [UInt8(ascii: "\n")])), path, in: place, consume)
    }
    for column in containers { open(Array(row[column.range]), path, in: place, &leftOut, consume) }
    return isSpread ? places : []
  }

  private static func isOpened(_ bytes: ArraySlice<UInt8>) -> Bool {
    ContainerKind(whole: bytes.span).map { $0.nameOfClosed == nil } ?? false
  }

  /// Opens a column that is a container.
  private func open(
    _ bytes: [UInt8], _ path: [UInt8], in place: Place, _ leftOut: inout ContainerOutcome.LeftOut,
    _ consume: (TextChunk, TextOrigin) -> Void
  ) {
    var inner = place
    inner.path = path
    inner.depth += 1
    inner.level += 1
    guard let kind = ContainerKind(whole: bytes.span), !isRefused(kind, inner, &leftOut) else { return }
    if !open(kind, MemoryInput(bytes), inner, consume) { read(bytes, path, in: place, consume) }
  }

  /// The first text of a row where it is short, as keys and ids are, else its number.
  private static func name(
    of row: [UInt8], _ columns: [(range: Range<Int>, isText: Bool)], _ cell: DatabaseFile.Cell
  ) -> [UInt8] {
    if let first = columns.first(where: \.isText)?.range, first.count <= longestName,
      row[first].allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "!") })
    {
      return Array(row[first])
    }
    return Array("#\(cell.number ?? 0)".utf8)
  }
}

/// A container with line ends in place of some of its bytes.
private final class InputWithout: ContainerInput {
  private let input: ContainerInput
  /// In order, and apart from each other.
  private let ranges: [Range<Int>]
  private var place = 0
  /// Index of the first range that does not end before the place.
  private var next = 0

  /// - Parameter input: Can be read at any place.
  init(_ ranges: [Range<Int>], of input: ContainerInput) {
    self.input = input
    self.ranges = ranges.sorted { $0.lowerBound < $1.lowerBound }
    input.seek(to: 0)
  }

  override func read(into buffer: inout [UInt8]) -> Int {
    let count = input.next(into: &buffer)
    failure = input.failure
    let end = place + count
    while next < ranges.count, ranges[next].lowerBound < end {
      for index in ranges[next].clamped(to: place..<end) { buffer[index - place] = UInt8(ascii: "\n") }
      if ranges[next].upperBound > end { break }
      next += 1
    }
    place = end
    return count
  }
}
