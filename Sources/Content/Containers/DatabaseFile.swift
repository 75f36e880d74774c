/// The rows of a SQLite database: https://www.sqlite.org/fileformat2.html.
///
/// Pages are read one after the other, not by the trees that they form: what is in a page that no tree has any longer is
/// found too, and damage ends no more than one page.
struct DatabaseFile {
  static let sign = Array("SQLite format 3\0".utf8)
  /// Bytes before the first page's own header.
  private static let headSize = 100

  /// A row, or an entry of an index, as a page has it.
  struct Cell {
    /// Bytes of the row, wherever they are.
    var length: Int
    /// The row's number; `nil` for an entry of an index.
    var number: Int?
    /// What the page has of it, in bytes of the file.
    var local: Range<Int>
    /// Number of the first page with the rest; `nil` where there is none.
    var overflow: Int?
  }

  /// Number of pages.
  let pageCount: Int
  private let input: ContainerInput
  private let pageSize: Int
  /// Bytes of a page without those that extensions have for themselves.
  private let usable: Int

  /// - Parameter input: Can be read at any place.
  /// - Returns: `nil` when the header has sizes that no database has.
  init?(_ input: ContainerInput) {
    guard let length = input.length, let head = Self.bytes(of: input, from: 0, count: Self.headSize) else { return nil }
    let size = head.bigEndian(at: 16, bytes: 2)
    pageSize = size == 1 ? 65_536 : size
    usable = pageSize - Int(head[20])
    guard pageSize >= 512, pageSize & (pageSize - 1) == 0, usable >= 480 else { return nil }
    self.input = input
    pageCount = length / pageSize
  }

  /// The place of a page, which has a number from 1, in bytes of the file.
  private func place(of page: Int) -> Range<Int> { (page - 1) * pageSize..<page * pageSize }

  /// The bytes of a page; `nil` where they cannot be read.
  func page(_ number: Int) -> [UInt8]? {
    (1...pageCount).contains(number)
      ? Self.bytes(of: input, from: place(of: number).lowerBound, count: pageSize) : nil
  }

  /// Bytes at a place, which count as delivered: what rows have is held against them.
  ///
  /// - Returns: `nil` where there are not as many.
  private static func bytes(of input: ContainerInput, from start: Int, count: Int) -> [UInt8]? {
    input.seek(to: start)
    var bytes: [UInt8] = []
    while bytes.count < count {
      var buffer = [UInt8](repeating: 0, count: count - bytes.count)
      let got = input.next(into: &buffer)
      if got == 0 { return nil }
      bytes = got == count ? buffer : bytes + buffer[..<got]
    }
    return bytes
  }

  // MARK: - Cells

  private enum PageKind: UInt8 {
    case innerIndex = 2
    case index = 10
    case table = 13
  }

  /// The rows of a page; none of a page of another kind, and none that contradict the format.
  func cells(of page: [UInt8], number: Int) -> [Cell] {
    let start = number == 1 ? Self.headSize : 0
    guard let kind = PageKind(rawValue: page[start]) else { return [] }
    let pointers = start + (kind == .innerIndex ? 12 : 8)
    let count = min(page.bigEndian(at: start + 3, bytes: 2), (usable - pointers) / 2)
    return (0..<max(0, count)).compactMap { index in
      cell(at: page.bigEndian(at: pointers + 2 * index, bytes: 2), of: kind, in: page, number: number)
    }
  }

  private func cell(at offset: Int, of kind: PageKind, in page: [UInt8], number: Int) -> Cell? {
    // The number of a page is before an inner entry.
    var place = kind == .innerIndex ? offset + 4 : offset
    guard let length = page.varint(at: &place, end: usable), length >= 0 else { return nil }
    let row = kind == .table ? page.varint(at: &place, end: usable) : nil
    if kind == .table, row == nil { return nil }
    let local = localLength(of: length, kind)
    guard local <= usable - place else { return nil }
    let isWhole = local == length
    guard isWhole || usable - place - local >= 4 else { return nil }
    let start = self.place(of: number).lowerBound + place
    return Cell(
      length: length, number: row, local: start..<start + local,
      overflow: isWhole ? nil : page.bigEndian(at: place + local, bytes: 4))
  }

  /// How many bytes of a row are in its own page (section 1.6, "Cell Payload").
  private func localLength(of length: Int, _ kind: PageKind) -> Int {
    let most = kind == .table ? usable - 35 : (usable - 12) * 64 / 255 - 23
    if length <= most { return length }
    let least = (usable - 12) * 32 / 255 - 23
    let rest = least + (length - least) % (usable - 4)
    return rest <= most ? rest : least
  }

  // MARK: - Rows

  /// The bytes of a row that is spread over pages, and where in the file they are.
  ///
  /// - Returns: `nil` where its pages do not belong together.
  func row(_ cell: Cell) -> (bytes: [UInt8], places: [Range<Int>])? {
    guard var bytes = Self.bytes(of: input, from: cell.local.lowerBound, count: cell.local.count) else { return nil }
    var places = [cell.local]
    var next = cell.overflow ?? 0
    while bytes.count < cell.length {
      guard let page = page(next) else { return nil }
      let count = min(cell.length - bytes.count, usable - 4)
      bytes += page[4..<4 + count]
      // What is after the row's end may be left of another.
      places.append(place(of: next).lowerBound + 4..<place(of: next).lowerBound + 4 + count)
      next = page.bigEndian(at: 0, bytes: 4)
    }
    return (bytes, places)
  }

  /// Where the texts and blobs of a row are in its bytes (section 2.1, "Record Format").
  ///
  /// - Returns: `nil` for bytes that are no row.
  static func columns(of row: some RandomAccessCollection<UInt8>) -> [(range: Range<Int>, isText: Bool)]? {
    let head = Array(row.prefix(1 << 16))
    var place = 0
    guard let headerSize = head.varint(at: &place, end: head.count), (place...head.count).contains(headerSize) else {
      return nil
    }
    var columns: [(range: Range<Int>, isText: Bool)] = []
    var start = headerSize
    while place < headerSize {
      guard let type = head.varint(at: &place, end: headerSize), type >= 0 else { return nil }
      let length = type < 12 ? numberLengths[type] : (type - 12) / 2
      guard length <= row.count - start else { return nil }
      if type >= 12, length > 0 { columns.append((start..<start + length, type % 2 == 1)) }
      start += length
    }
    return columns
  }

  /// Bytes of null, numbers and what is not used, by serial type.
  private static let numberLengths = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0]
}

extension [UInt8] {
  /// A number whose first byte is the most significant one.
  fileprivate func bigEndian(at place: Int, bytes: Int) -> Int {
    place >= 0 && place + bytes <= count ? self[place..<place + bytes].reduce(0) { $0 << 8 | Int($1) } : 0
  }

  /// A number of SQLite's own form: seven bits in each of eight bytes at most, and eight in a ninth.
  ///
  /// - Returns: `nil` beyond the end.
  fileprivate func varint(at place: inout Int, end: Int) -> Int? {
    var number = 0
    for index in 0..<9 {
      guard place < Swift.min(end, count) else { return nil }
      let byte = self[place]
      place += 1
      if index == 8 { return number << 8 | Int(byte) }
      number = number << 7 | Int(byte & 0x7F)
      if byte < 0x80 { break }
    }
    return number
  }
}
