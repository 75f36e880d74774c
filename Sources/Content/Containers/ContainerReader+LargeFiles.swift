import Findings
import GitObjects
import Platform
import Text

extension ContainerReader {
  /// Reads the file that a pointer of Git LFS is for, under the pointer's path: the members of a container, else a text.
  ///
  /// - Parameters:
  ///   - store: `nil` where there is no repository that could have the file.
  ///   - consume: Is called with each chunk of a text, and where the text is.
  func read(
    _ pointer: LargeFilePointer, in store: LargeFileStore?, path: [UInt8], _ consume: (TextChunk, TextOrigin) -> Void
  ) -> ContainerOutcome {
    var outcome = ContainerOutcome()
    do throws(GitError) {
      if let file = try store?.open(pointer) { return read(file, path: path, consume) }
      let reason = "a pointer of Git LFS, whose file is not here"
      let remedy = store == nil ? "" : "; `git lfs fetch --all` fetches it"
      let skip = Skip(path: PathText.display(path), reason: reason + remedy)
      if bounds.isStrict { outcome.gaps = [skip] } else { outcome.leftOut = [skip] }
    } catch {
      let reason = "its file, which Git LFS stores, is not read: \(error.reason)"
      outcome.gaps = [Skip(path: PathText.display(path), reason: reason)]
    }
    return outcome
  }

  private func read(
    _ file: consuming RegularFile, path: [UInt8], _ consume: (TextChunk, TextOrigin) -> Void
  ) -> ContainerOutcome {
    let stream = file.descriptor.stream
    var source = ByteSource(stream)
    source.longest = file.size
    window.begin(&source, expected: file.size)
    var outcome = ContainerOutcome()
    if let kind = window.kind(of: stream, size: file.size, path: path) {
      let head = window.start
      let input = source.ended ? MemoryInput(head) : FileInput(stream, size: file.size, head: head)
      outcome = read(kind, input, path: path, consume)
      if outcome.isOpened { return outcome }
    }
    let origin = TextOrigin(path: path)
    window.drain(&source) { consume($0, origin) }
    outcome.bytes = source.bytesRead
    outcome.isOpened = true
    if source.bytesRead < file.size {
      let read = "only its first \(Counting.number(source.bytesRead)) bytes could be read"
      let reason = source.failure.map { "\(read): \($0.whileScanning)" } ?? read
      outcome.gaps.append(Skip(path: PathText.display(path), reason: reason))
    }
    return outcome
  }
}
