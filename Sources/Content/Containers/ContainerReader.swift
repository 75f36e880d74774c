import Findings
public import GitObjects
import Text

/// Reads containers, and those in them, as texts: one for each worker.
///
/// Nothing is written to disk. Of nested containers as much is in memory at a time as ``ContainerBounds`` allows: a
/// format that goes from its start to its end is read while what it is in is decompressed.
public final class ContainerReader {
  let bounds: ContainerBounds
  var window: TextWindow
  private let isCancelled: @Sendable () -> Bool
  var budget: ContainerBudget
  var outcome = ContainerOutcome()

  /// - Parameters:
  ///   - limits: Where the texts of members are cut.
  ///   - isCancelled: Whether the rest is not wanted any longer.
  public init(
    _ bounds: ContainerBounds, limits: FileReader.Limits = FileReader.Limits(),
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.bounds = bounds
    self.isCancelled = isCancelled
    window = TextWindow(limit: limits.whole, overlap: limits.overlap)
    budget = ContainerBudget(bounds, ContainerInput(), isCancelled: isCancelled)
  }

  /// A container, and where it is.
  struct Place {
    var path: [UInt8]
    /// How many containers are opened when this one is.
    var depth = 1
    /// The same, also of those whose only member is the container, such as a compressed tar.
    var level = 0
    /// The layer of an image that it is, or is in.
    var layer: String?

    func member(_ name: [UInt8]) -> [UInt8] { path + [UInt8(ascii: "!")] + name }
  }

  /// Reads a container's members.
  ///
  /// - Parameters:
  ///   - path: The container's own.
  ///   - consume: Is called with each chunk of a member's text, and where the member is.
  func read(
    _ kind: ContainerKind, _ input: ContainerInput, path: [UInt8], _ consume: (TextChunk, TextOrigin) -> Void
  ) -> ContainerOutcome {
    budget = ContainerBudget(bounds, input, isCancelled: isCancelled)
    outcome = ContainerOutcome()
    outcome.isBundle = kind == .bundle
    if outcome.isBundle { return outcome }
    var leftOut = ContainerOutcome.LeftOut()
    var place = Place(path: path)
    place.layer = Self.layer(ImageLayers.digest(inPath: path))
    if !isRefused(kind, place, &leftOut) { outcome.isOpened = open(kind, input, place, consume) }
    add(leftOut, of: path)
    if let reason = budget.stopReason { addGap(path, reason) }
    return outcome
  }

  /// Whether a content is a container, be it one that cannot be opened, or a pointer of Git LFS.
  ///
  /// - Parameter path: The content's own, where it is known: some have nothing else.
  public static func opens(_ content: Span<UInt8>, path: [UInt8] = []) -> Bool {
    kind(content, path) != nil || LargeFilePointer(content) != nil
  }

  /// Reads the members of a container in memory, or the file that a pointer of Git LFS is for.
  ///
  /// - Parameters:
  ///   - path: The content's own.
  ///   - largeFiles: Where the files of pointers are; `nil` where there is no repository.
  ///   - consume: Is called with each chunk of a text, and where the text is: the path of a pointer's file is the pointer's.
  /// - Returns: `nil` when the content is neither.
  public func read(
    _ content: [UInt8], path: [UInt8], largeFiles: LargeFileStore? = nil,
    _ consume: (TextChunk, TextOrigin) -> Void
  ) -> ContainerOutcome? {
    if let pointer = LargeFilePointer(content.span) { return read(pointer, in: largeFiles, path: path, consume) }
    return Self.kind(content.span, path).map { read($0, MemoryInput(content), path: path, consume) }
  }

  private static func kind(_ content: Span<UInt8>, _ path: [UInt8]) -> ContainerKind? {
    ContainerKind(whole: content) ?? NamedContainer.kind(of: path, content)
  }

  /// Whether a container is not opened; says why.
  func isRefused(_ kind: ContainerKind, _ place: Place, _ leftOut: inout ContainerOutcome.LeftOut) -> Bool {
    if let name = kind.nameOfClosed {
      leftOut.add(place.path, name)
      return true
    }
    guard place.depth > bounds.depth else { return false }
    addGap(
      place.path,
      "it is in \(Counting.count(bounds.depth, "container")) inside one another; --max-archive-depth sets how many are opened"
    )
    return true
  }

  /// - Returns: Whether a member could be read, or there is none.
  func open(
    _ kind: ContainerKind, _ input: ContainerInput, _ place: Place, _ consume: (TextChunk, TextOrigin) -> Void
  ) -> Bool {
    let reserved = budget.reserved
    defer { budget.reserved = reserved }
    guard let input = prepared(input, for: kind, place) else { return false }
    if kind == .trailingZip { return openTrailingZip(input, place, consume) }
    if case .appended(let kind, let start) = kind { return openAppended(kind, at: start, input, place, consume) }
    if kind == .database { return openDatabase(input, place, consume) }
    let budget = budget
    let archive = ArchiveReader(kind, input) { budget.hasRunOut }
    guard kind != .sevenZip || boundMemory(of: archive, input, place) else { return false }
    var leftOut = ContainerOutcome.LeftOut()
    defer {
      if let failure = archive.headerFailure { addGap(place.path, "a member is passed over, since \(failure.damage)") }
      add(leftOut, of: place.path)
    }
    var number = 0
    var (layers, table) = (ImageLayers?.none, ZipTable?.none)
    while !budget.isStopped {
      switch archive.next() {
      case .end:
        noteRest(of: input, kind, archive, place.path)
        return true
      case .failed(let failure):
        note(failure, place.path, &leftOut)
        return number > 0
      case .member(let member):
        number += 1
        if layers == nil, !ImageLayers.isTop(member.name) { layers = self.layers(in: kind, member, input) }
        budget.addMember()
        guard member.isFile || !member.target.isEmpty else { continue }
        let path = place.member(name(of: member, number: number, in: kind, input, place, &table))
        if member.isEncrypted {
          leftOut.add(path, Self.encrypted)
        } else if !member.target.isEmpty {
          budget.add(member.target.count, level: place.level)
          read(member.target, path, in: place, consume)
        } else if !read(member, of: archive, kind, path, in: place, layers?.digest(of: member.name), &leftOut, consume)
        {
          return true
        }
      }
    }
    return number > 0
  }

  /// What is read instead of a container's bytes, so that its format can be read.
  private func prepared(_ input: ContainerInput, for kind: ContainerKind, _ place: Place) -> ContainerInput? {
    if kind == .compressed(.zstd), let size = ZstdWindow.size(input.start), !reserve(size, place) { return nil }
    if kind == .compressed(.gzip) { return GzipInput(input) }
    if kind == .compressed(.zlib) { return GzipInput(input, isZlib: true) }
    if let format = kind.formatOfLZMA { return LZMAInput(input, format, budget) }
    guard kind.needsSeeking, input.length == nil else { return input }
    let (bytes, isWhole) = input.gathered(limit: budget.freeMemory / 2)
    budget.reserved += bytes.count
    // Damage that ends the input, such as a checksum that differs, is noted as its own.
    if isWhole || kind == .trailingZip && input.failure != nil { return MemoryInput(bytes) }
    // A zip can be read from its start, if less surely, and the bytes of a database be searched.
    if kind == .zip || kind == .database { return ForwardInput(head: bytes, input) }
    addGap(place.path, input.failure ?? "it is too large to be opened where it cannot be read from both ends")
    return nil
  }

  /// - Returns: Whether a decompressor may take that much memory; else the gap is noted.
  private func reserve(_ size: Int, _ place: Place) -> Bool {
    guard size <= budget.freeMemory else {
      addGap(place.path, "its decompression needs \(Counting.bytes(size)) of memory, more than is used for containers")
      return false
    }
    budget.reserved += size
    return true
  }

  /// - Returns: Whether a 7z archive may be decompressed; else the gap is noted.
  private func boundMemory(of archive: ArchiveReader, _ input: ContainerInput, _ place: Place) -> Bool {
    if let window = SevenZipWindow.size(input, budget) { return reserve(window, place) }
    archive.allowance = budget.freeMemory
    return true
  }

  // MARK: - Members

  /// What layers are called in a container that begins with a member.
  private func layers(
    in kind: ContainerKind, _ first: ArchiveReader.Member, _ input: ContainerInput
  ) -> ImageLayers {
    guard kind == .tar, ImageLayers.mayBeNamedElsewhere(first.name), let again = input.again() else {
      return ImageLayers()
    }
    let budget = budget
    return ImageLayers(again) { budget.hasRunOut }
  }

  /// - Returns: Whether another member may follow.
  private func read(
    _ member: ArchiveReader.Member, of archive: ArchiveReader, _ kind: ContainerKind, _ path: [UInt8], in place: Place,
    _ digest: [UInt8]?, _ leftOut: inout ContainerOutcome.LeftOut, _ consume: (TextChunk, TextOrigin) -> Void
  ) -> Bool {
    let memory = archive.takesUnknownMemory ? budget.freeMemory : archive.allowance
    var source = MemberSource(archive, budget, level: place.level, memory: memory)
    window.begin(&source, expected: min(member.size ?? 0, bounds.memberSize), isForward: true)
    let isKnown = window.kind != nil
    if !openNested(source, inner(path, of: kind, in: place, digest), &leftOut, consume) {
      let origin = TextOrigin(path: path, layer: place.layer)
      window.drain(&source) { consume($0, origin) }
      outcome.bytes += source.bytesRead
      if !isKnown, let kind = window.lostKind { noteLost(kind, path, &leftOut) }
      if let failure = source.failure {
        note(failure, path, &leftOut)
      } else if source.isCut {
        addGap(path, source.problem ?? "")
      } else if !member.isRegular, source.bytesRead == 0, !budget.isStopped,
        member.size != nil || archive.passesOverContent()
      {
        addGap(path, "it has content that is not read, since its header says that it is no file")
      }
    }
    if source.isCut, let size = member.size { budget.add(size - source.bytesRead, level: place.level) }
    return source.failure?.endsContainer != true && !source.isCutForMemory
  }

  /// Reads what a symbolic link leads to, or other bytes in memory, as a text.
  func read(_ text: [UInt8], _ path: [UInt8], in place: Place, _ consume: (TextChunk, TextOrigin) -> Void) {
    var source = MemorySource(text)
    window.begin(&source, expected: text.count)
    let origin = TextOrigin(path: path, layer: place.layer)
    window.drain(&source) { consume($0, origin) }
    outcome.bytes += text.count
  }

  /// Where a member is that is a container itself.
  ///
  /// - Parameter digest: Of the member as a layer of an image.
  private func inner(_ path: [UInt8], of kind: ContainerKind, in place: Place, _ digest: [UInt8]?) -> Place {
    var inner = place
    inner.level += 1
    // A compressed tar is one container.
    if case .compressed = kind, window.kind == .tar || window.kind == .cpio { return inner }
    if kind == .rpm { return inner }
    inner.path = digest.map { place.member(ImageLayers.name($0)) } ?? path
    inner.layer = Self.layer(digest) ?? place.layer
    inner.depth += 1
    return inner
  }

  private static func layer(_ digest: [UInt8]?) -> String? { digest.map { "sha256:" + PathText.display($0) } }

  /// Opens the member whose first bytes are in the window, if it is a container.
  ///
  /// - Returns: Whether nothing of it is to be searched as a text.
  private func openNested(
    _ source: MemberSource, _ place: Place, _ leftOut: inout ContainerOutcome.LeftOut,
    _ consume: (TextChunk, TextOrigin) -> Void
  ) -> Bool {
    guard let kind = window.kind ?? window.namedKind(of: place.path), !isRefused(kind, place, &leftOut) else {
      return false
    }
    let head = window.start
    let isWhole = source.ended && source.problem == nil
    guard head.count <= budget.freeMemory else {
      addGap(place.path, "too much of the containers around it is in memory already")
      return false
    }
    budget.reserved += head.count
    defer { budget.reserved -= head.count }
    let gaps = outcome.gaps.count
    let isOpened = open(kind, isWhole ? MemoryInput(head) : ForwardInput(head: head, source), place, consume)
    // A checksum that differs says nothing to a reader that does not come to the end.
    if outcome.gaps.count == gaps, let failure = source.failure { note(failure, place.path, &leftOut) }
    if !isOpened, isWhole { read(head, place.path, in: place, consume) }
    return true
  }

  private func name(
    of member: ArchiveReader.Member, number: Int, in kind: ContainerKind, _ input: ContainerInput, _ place: Place,
    _ table: inout ZipTable?
  ) -> [UInt8] {
    if case .compressed = kind { return CompressedName.content(of: place.path) }
    var name = member.name[...]
    // A name that the archive says is UTF-8, and is not, libarchive leaves out.
    if name.isEmpty, kind == .zip {
      if table == nil { table = ZipEnd(of: input).map { ZipTable($0, of: input) } }
      name = table?.name(ofMember: number)?[...] ?? []
    }
    while name.starts(with: "./".utf8) { name = name.dropFirst(2) }
    return name.isEmpty ? Array("#\(number)".utf8) : Array(name)
  }

  // MARK: - What was not read

  private static let encrypted = "it is encrypted"

  private func note(_ failure: ArchiveReader.Failure, _ path: [UInt8], _ leftOut: inout ContainerOutcome.LeftOut) {
    if budget.isStopped { return }
    if failure.isEncrypted {
      leftOut.add(path, Self.encrypted)
    } else if failure.isUnsupported {
      leftOut.add(path, "its method is not known (\(failure.words))")
    } else {
      addGap(path, failure.damage)
    }
  }

  /// Notes what follows the end of a container, which libarchive does not look at: of padding with NULs nothing is lost.
  private func noteRest(
    of input: ContainerInput, _ kind: ContainerKind, _ archive: ArchiveReader, _ path: [UInt8]
  ) {
    switch kind {
    case .compressed, .tar, .cpio, .ar, .rpm, .lha: break
    // They have a table of what is where.
    case .zip, .trailingZip, .appended, .sevenZip, .cab, .iso, .bundle, .closed, .database: return
    }
    if input.hasUnreadRest { return addGap(path, "what follows its end is not read") }
    let consumed = archive.consumed
    let rest = input.again()
    rest?.seek(to: consumed)
    var bytes = rest == nil ? archive.leftover : []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while let known = bytes, known.allSatisfy({ $0 == 0 }) {
      let count = (rest ?? input).next(into: &buffer)
      if count == 0 { return }
      bytes = buffer[..<count]
    }
    addGap(path, "what follows its end is not read")
  }

  func addGap(_ path: [UInt8], _ reason: String) {
    outcome.gaps.append(Skip(path: PathText.display(path), reason: reason))
  }

  func add(_ leftOut: ContainerOutcome.LeftOut, of container: [UInt8]) {
    let skips = leftOut.skips(of: container)
    if bounds.isStrict { outcome.gaps += skips } else { outcome.leftOut += skips }
  }
}
