import ByteSearch
@testable import GitObjects
import Glibc

/// A folder, in memory if possible, for targets that read files.
private let scratch: String = {
  var name = Array("/dev/shm/leaksift-fuzz-XXXXXX".utf8CString)
  guard mkdtemp(&name) != nil else { fatalError("no folder in /dev/shm") }
  return name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
}()

private func write(_ bytes: [UInt8], to path: String) {
  let descriptor = open("\(scratch)/\(path)", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  guard descriptor >= 0, bytes.withUnsafeBytes({ Glibc.write(descriptor, $0.baseAddress, $0.count) }) == bytes.count
  else { fatalError("\(scratch)/\(path) cannot be written") }
  close(descriptor)
}

private func makeFolders(_ paths: String...) {
  for path in paths { mkdir("\(scratch)/\(path)", 0o700) }
}

// MARK: - Packs

private let packFolder: Void = makeFolders("objects", "objects/pack")

/// Walks a pack with an index of the entries that can be found in it one after the other.
func tryPack(_ input: [UInt8]) {
  packFolder
  let entries = entries(of: input).sorted { $0.id < $1.id }
  write(PackIndexWriter.bytes(of: entries, .sha1), to: "objects/pack/fuzz.idx")
  write(input, to: "objects/pack/fuzz.pack")
  // No other process repacks, so waiting would only take time.
  walk(ObjectStore(folders: ["\(scratch)/objects"], format: .sha1, waiting: { _ in }), entries.map(\.id))
}

/// Walks the pack of a bundle, with the index that is made of it.
func tryBundle(_ input: [UInt8]) {
  guard let bundle = try? Bundle(input, path: "fuzz", largestObject: 1 << 22, isStopped: { false }) else { return }
  walk(bundle.store, bundle.references.map(\.target))
}

/// Reads everything in a store, and some objects by their ids.
private func walk(_ store: ObjectStore, _ ids: [ObjectID]) {
  let forest = ObjectForest(store)
  for kind in [ObjectKind.blob, .tag] {
    _ = forest.visitAll(of: kind, workers: 1, largestObject: 1 << 22) { _ in { _, _, _ in } }
  }
  let graph = CommitGraph(forest, workers: 1)
  _ = Attribution(of: ids, in: graph, tips: ids, head: ids.first, workers: 1)
  let reader = ObjectReader(forest.store)
  for id in ids { _ = try? reader.read(id) }
}

/// Ids and offsets of entries: the right id for undeltified objects, an invented one for deltas.
private func entries(of pack: [UInt8]) -> [(id: ObjectID, offset: UInt64, crc: UInt32)] {
  pack.withUnsafeBytes { bytes in
    var found: [(id: ObjectID, offset: UInt64, crc: UInt32)] = []
    var offset = PackBytes.firstEntry
    while offset < bytes.count - ObjectFormat.sha1.byteCount, found.count < 64 {
      guard let header = EntryHeader(bytes, at: offset, format: .sha1) else { break }
      let target = buffer.prepare(min(header.size, 1 << 20))
      let stream = UnsafeRawBufferPointer(rebasing: bytes[header.dataStart...])
      guard case .complete(let read, let written) = inflater.inflate(stream, into: target) else { break }
      let content = Array(target[..<written])
      var id = hashID(of: Array("\(offset)".utf8), content.span, format: .sha1)
      if case .object(let kind) = header.representation { id = contentID(of: content.span, kind: kind, format: .sha1) }
      found.append((id, UInt64(offset), 0))
      offset = header.dataStart + read
    }
    return found
  }
}

// MARK: - References

private let repository: Void = {
  makeFolders("git", "git/objects", "git/refs", "git/refs/heads", "git/logs")
  write(Array("ref: refs/heads/main\n".utf8), to: "git/HEAD")
}()

/// Files that refs are read from; the first byte chooses the one that the rest is written to.
private let referenceFiles = ["HEAD", "packed-refs", "refs/heads/main", "config", "shallow", "logs/HEAD", "commondir"]

func tryReferences(_ input: [UInt8]) {
  repository
  guard let first = input.first else { return }
  let path = "git/\(referenceFiles[Int(first) % referenceFiles.count])"
  write(Array(input.dropFirst()), to: path)
  defer {
    unlink("\(scratch)/\(path)")
    if path == "git/HEAD" { write(Array("ref: refs/heads/main\n".utf8), to: path) }
  }
  // A reftable is read by git, which is not to be tested.
  guard let found = try? Repository(at: "\(scratch)/git"), !found.usesReftable else { return }
  _ = RepositoryTips(found)
  _ = try? found.head()
  _ = try? found.references()
}
