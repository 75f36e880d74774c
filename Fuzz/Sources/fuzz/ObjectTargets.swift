import ByteSearch
@testable import GitObjects

// libFuzzer tries one input after the other, on one thread.
nonisolated(unsafe) let inflater = Inflater()
nonisolated(unsafe) let buffer = ByteBuffer()

/// Applies a delta to a base whose length is the first byte.
func tryDelta(_ input: [UInt8]) {
  guard let first = input.first else { return }
  let base = (0..<Int(first)).map { UInt8(truncatingIfNeeded: $0) }
  input.dropFirst().withUnsafeBytes { bytes in
    do {
      let delta = try Delta(bytes, baseSize: base.count)
      guard delta.resultSize <= 1 << 20 else { return }
      var script = EditScript()
      let output = buffer.prepare(delta.resultSize)
      try base.withUnsafeBytes { try delta.apply(to: $0, into: output, script: &script) }
      precondition(script.length == delta.resultSize)
    } catch {}
  }
}

/// Reads a tree, a commit and a tag.
func tryObject(_ input: [UInt8]) {
  for format in [ObjectFormat.sha1, .sha256] {
    var cursor = TreeCursor(format)
    while let entry = cursor.next(in: input.span) {
      precondition(entry.name.upperBound <= input.count)
    }
  }
  if let commit = CommitObject(input) {
    precondition(commit.textStart <= input.count)
    _ = commit.subject
  }
  _ = TagObject(input)
}

func tryLooseObject(_ input: [UInt8]) {
  let id = hashID(of: [], input.span, format: .sha1)
  guard let read = try? LooseObject.inflate(input, id, with: inflater, into: buffer, largest: 1 << 22) else { return }
  precondition(read.contentStart <= buffer.count)
}

func tryPackIndex(_ input: [UInt8]) {
  for format in [ObjectFormat.sha1, .sha256] {
    guard let file = try? MappedFile(contents: input, path: "fuzz.idx"),
      let index = try? PackIndex(file, path: "fuzz.idx", format: format)
    else { continue }
    for position in 0..<min(index.count, 1000) {
      _ = index.offset(at: position)
      if let found = index.find(index.id(at: position)) { precondition(found < index.count) }
    }
    _ = index.idTable
    _ = index.crcTable
    _ = index.fault()
  }
}

/// Reads a multi-pack-index with the right hash at its end, which hardly any input would have.
func tryMultiPackIndex(_ input: [UInt8]) {
  for format in [ObjectFormat.sha1, .sha256] {
    let bytes = input + hashID(of: [], input.span, format: format).bytes
    guard let file = try? MappedFile(contents: bytes, path: "fuzz"),
      let index = try? MultiPackIndex(file, path: "fuzz", format: format)
    else { continue }
    _ = try? index.index(named: "pack-a.idx")
  }
}
