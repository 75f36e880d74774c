public import Findings
import GitObjects
import Platform
import Text

/// Reads the files of a listing into a buffer that it uses again and again: one reader for each worker.
///
/// Memory stays near ``FileReader/Limits/whole`` however long a file is.
public struct FileReader: ~Copyable {
  /// Where a long text is cut, in bytes of the decoded text.
  public struct Limits: Sendable {
    /// Longest text that is handed on in one piece, and the length of the pieces of a longer one.
    public var whole: Int
    /// How many bytes two neighbouring pieces share.
    public var overlap: Int

    /// Creates limits, in bytes.
    public init(whole: Int = 16 << 20, overlap: Int = 64 << 10) {
      self.whole = whole
      self.overlap = overlap
    }
  }

  /// What became of one file.
  public struct Result: Sendable, Equatable {
    /// Bytes of the file that were read and handed on.
    public var bytes: Int
    /// The encoding that was recognised.
    public var encoding: TextEncoding
    /// What could not be read.
    public var gap: Skip?
    /// What became of the file as a container, of which the members were handed on.
    public var container: ContainerOutcome?
    /// A git bundle that came by a pipe, from which it cannot be read again.
    public var bundle: [UInt8]?
  }

  /// The root, or why it cannot be opened.
  private let root: Swift.Result<Folder, SystemError>
  private let rootPath: [UInt8]
  private var window: TextWindow
  private let containers: ContainerReader?
  /// Of the repositories in which a pointer was met, by their tops.
  private var largeFiles: [[UInt8]: LargeFileStore] = [:]

  /// - Parameters:
  ///   - root: The root of the listing whose files are read.
  ///   - containers: Opens files that are containers; `nil` leaves them as they are.
  public init(root: [UInt8], limits: Limits = Limits(), containers: ContainerReader? = nil) {
    self.containers = containers
    do throws(SystemError) { self.root = .success(try Folder(root)) } catch { self.root = .failure(error) }
    rootPath = root
    window = TextWindow(limit: limits.whole, overlap: limits.overlap)
  }

  /// Reads a file as text, or the texts of a container's members.
  ///
  /// - Parameter consume: Is called with each chunk of a text and where the text comes from, and not at all when the file cannot be
  ///   opened.
  /// - Returns: How much was read, and a gap for what could not be.
  public mutating func read(_ file: ListedFile, _ consume: (TextChunk, TextOrigin) -> Void) -> Result {
    do {
      let descriptor: Descriptor
      switch root {
      case .success(let folder): descriptor = try folder.openFile(file.path)
      case .failure(let error):
        return gap(file, "the folder \(PathText.display(rootPath)) cannot be opened: \(error.whileScanning)")
      }
      var source = ByteSource(descriptor)
      let status = try source.status()
      let size = status.size
      guard status.kind == .file else { return gap(file, "it is no regular file any more") }
      let (longest, overflow) = size.addingReportingOverflow(Self.mostGrowth)
      source.longest = overflow ? .max : longest
      window.begin(&source, expected: size)
      var container: ContainerOutcome?
      if let containers, let pointer = window.pointer {
        let outcome = containers.read(pointer, in: largeFiles(of: file), path: file.path, consume)
        if outcome.isOpened { return Result(bytes: outcome.bytes, encoding: .bytes, container: outcome) }
        container = outcome
      } else if let containers, let kind = window.kind(of: source.stream, size: size, path: file.path) {
        let head = window.start
        let input = source.ended ? MemoryInput(head) : FileInput(source.stream, size: size, head: head)
        let outcome = containers.read(kind, input, path: file.path, consume)
        if outcome.isOpened { return Result(bytes: outcome.bytes, encoding: .bytes, container: outcome) }
        container = outcome
      }
      let origin = TextOrigin(path: file.path)
      let encoding = window.drain(&source) { consume($0, origin) }
      let missing = try missing(of: source, size: size).map { Skip(path: file.displayPath, reason: $0) }
      return Result(bytes: source.bytesRead, encoding: encoding, gap: missing, container: container)
    } catch {
      return gap(file, "it cannot be read: \(error.whileScanning)")
    }
  }

  /// Where the files of Git LFS are for the pointers of a file's repository; `nil` where it is in none.
  private mutating func largeFiles(of file: ListedFile) -> LargeFileStore? {
    let folder = PathText.join(rootPath, PathText.parent(of: file.path))
    // A damaged repository may have the file too.
    guard let top = RepositoryPlace.top(enclosing: folder, where: RepositoryPlace.mayBeTop) else { return nil }
    if let known = largeFiles[top] { return known }
    let store = LargeFileStore(top: PathText.display(top))
    largeFiles[top] = store
    return store
  }

  /// How much a file may grow while it is read before the rest is left for the next scan, in bytes.
  private static let mostGrowth = 16 << 20

  private borrowing func gap(_ file: ListedFile, _ reason: String) -> Result {
    Result(bytes: 0, encoding: .bytes, gap: Skip(path: file.displayPath, reason: reason))
  }

  /// What is missing of a file that was read.
  ///
  /// - Throws: When the system no longer says how long the file is.
  private borrowing func missing(of source: borrowing ByteSource, size: Int) throws(SystemError) -> String? {
    let read = source.bytesRead
    if let failure = source.failure {
      return "only its first \(Counting.number(read)) bytes could be read: \(failure.whileScanning)"
    }
    if read == size { return nil }
    let now = try source.status().size
    // The kernel's own files have no true size, before or after.
    guard now != size || read > size && size > 0 else { return nil }
    let change = read < size ? "shrank" : "grew"
    return "it \(change) while it was read: \(Counting.number(read)) bytes of it were scanned"
  }
}

/// Reads standard input to its end, by the same chunks as ``FileReader``.
///
/// - Parameters:
///   - containers: Opens standard input when it is a container; `nil` leaves it as it is.
///   - consume: As for ``FileReader/read(_:_:)``.
/// - Returns: How much was read, and a gap named `-` when reading failed.
public func readStandardInput(
  limits: FileReader.Limits = FileReader.Limits(), containers: ContainerReader? = nil,
  _ consume: (TextChunk, TextOrigin) -> Void
) -> FileReader.Result {
  readStream(.input, name: "-", limits: limits, containers: containers, consume)
}

/// Reads a stream, which stays open, to its end.
func readStream(
  _ stream: OpenStream, name: String, limits: FileReader.Limits, containers: ContainerReader? = nil,
  _ consume: (TextChunk, TextOrigin) -> Void
) -> FileReader.Result {
  let path = Array(name.utf8)
  var source = ByteSource(stream)
  var window = TextWindow(limit: limits.whole, overlap: limits.overlap)
  window.begin(&source, expected: 1 << 16, isForward: containers != nil)
  var container: ContainerOutcome?
  if let containers, let kind = window.kind {
    let head = window.start
    let input = source.ended ? MemoryInput(head) : ForwardInput(head: head, stream)
    let outcome = containers.read(kind, input, path: path, consume)
    if outcome.isOpened { return FileReader.Result(bytes: outcome.bytes, encoding: .bytes, container: outcome) }
    if outcome.isBundle { return readBundle(input, name: name, limits: limits, consume) }
    container = outcome
  }
  let encoding = window.drain(&source) { consume($0, TextOrigin(path: path)) }
  if container == nil, let kind = window.lostKind { container = containers?.outcome(ofLost: kind, path) }
  let gap = source.failure.map { Skip(path: name, reason: "it could not be read to its end: \($0.whileScanning)") }
  return FileReader.Result(bytes: source.bytesRead, encoding: encoding, gap: gap, container: container)
}

/// Reads a git bundle from a pipe into memory; its refs are searched as a text.
private func readBundle(
  _ input: ContainerInput, name: String, limits: FileReader.Limits, _ consume: (TextChunk, TextOrigin) -> Void
) -> FileReader.Result {
  let (bytes, isWhole) = input.gathered(limit: largestPipedBundle)
  var source = MemorySource(bytes)
  var window = TextWindow(limit: limits.whole, overlap: limits.overlap)
  window.begin(&source, expected: bytes.count)
  window.drain(&source) { consume($0, TextOrigin(path: Array(name.utf8))) }
  var result = FileReader.Result(bytes: bytes.count, encoding: .bytes)
  if isWhole {
    result.bundle = bytes
  } else {
    let reason = input.failure ?? "a git bundle of more than 1 GB is not read from a pipe; scan it as a file"
    result.gap = Skip(path: name, reason: reason)
  }
  return result
}

private let largestPipedBundle = 1 << 30
