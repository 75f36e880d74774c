internal import Platform

// How contents are made, how much memory they may take, and what is tried when an entry is damaged.
extension ForestWalker {
  // MARK: - Roots

  /// The slot of a root's content; nil is a gap.
  func rootContent(_ node: Node) -> Int? {
    if node.index >= forest.tables.looseStart { return looseContent(node) ?? duplicateContent(node) }
    let entry = NodeEntry(node, in: forest)
    let next = upcoming(after: node)
    forest.prefetchRows(of: next)
    defer { forest.prefetchEntry(of: next) }
    let isVerified = !checksIDs && entry.isVerified
    if let slot = undeltifiedContent(node, entry, isVerified) {
      if isVerified || isSound(node, entry, slot) { return slot }
      if checksIDs, entry.isVerified { return duplicateContent(node, insteadOf: slot) }
      release(slot)
    }
    return duplicateContent(node)
  }

  /// Inflates the entry of a node that is no delta; nil when it is one or is damaged.
  private func undeltifiedContent(_ node: Node, _ entry: NodeEntry, _ isVerified: Bool) -> Int? {
    guard let header = entry.header, case .object(let kind) = header.representation, forest.isReadable(kind, node)
    else { return nil }
    let slot = slots.take()
    lockLargeContent(header.size)
    do throws(EntryReader.Fault) {
      try entries.inflate(header, of: entry.packBytes, isVerified: isVerified, into: slots[slot])
      return slot
    } catch {
      release(slot)
      return nil
    }
  }

  private func looseContent(_ node: Node) -> Int? {
    let number = node.index - forest.tables.looseStart
    let slot = slots.take()
    lockLargeContent(forest.tables.weights[node.index])
    let id = forest.tables.ids.loose[number]
    let folder = forest.store.looseFolders[Int(forest.tables.looseFolders[number])]
    do throws(GitError) {
      let found = try LooseObject.read(
        id, in: folder, with: entries.inflater, into: slots[slot], largest: entries.largest)
      slots[slot].drop(first: found.contentStart)
      // No other checksum would show that the file has another object's content.
      if hasContent(slot, of: id, found.kind) { return slot }
      return duplicateContent(node, insteadOf: slot)
    } catch {
      release(slot)
      return nil
    }
  }

  // MARK: - Deltas

  /// The content of a frame's child; nil is a gap.
  func childContent(_ child: Node, of parent: Frame) -> Content? {
    guard let base = parent.slot else {
      return contentWithoutBase(child, base: parent.node).map { Content(slot: $0, baseSlot: nil) }
    }
    restore(parent.node, base)
    let entry = NodeEntry(child, in: forest)
    let next = upcoming(after: child)
    forest.prefetchRows(of: next)
    defer { forest.prefetchEntry(of: next) }
    let isVerified = !checksIDs && entry.isVerified
    if let slot = deltaContent(entry, isVerified, base: base) {
      if isVerified || isSound(child, entry, slot) {
        evictContents()
        return Content(slot: slot, baseSlot: base)
      }
      if checksIDs, entry.isVerified {
        let other = duplicateContent(child, insteadOf: slot)
        return Content(slot: other, baseSlot: other == slot ? base : nil)
      }
      release(slot)
    }
    if let bytes = excess {
      excess = nil
      gaps.append(ObjectGap(forest.id(of: child), .tooLarge(forest.id(of: child), bytes: bytes)))
      return nil
    }
    return duplicateContent(child).map { Content(slot: $0, baseSlot: nil) }
  }

  /// Applies an entry's delta to its base's content; nil when one of them is damaged.
  private func deltaContent(_ entry: NodeEntry, _ isVerified: Bool, base: Int) -> Int? {
    guard let header = entry.header else { return nil }
    lockLargeContent(header.size)
    do throws(EntryReader.Fault) {
      try entries.inflate(header, of: entry.packBytes, isVerified: isVerified, into: deltaBytes)
    } catch {
      return nil
    }
    let slot = slots.take()
    do throws(Delta.Fault) {
      let baseBytes = slots[base].bytes
      let delta = try Delta(deltaBytes.bytes, baseSize: baseBytes.count)
      guard delta.resultSize <= entries.largest else {
        excess = delta.resultSize
        throw .resultSizeMismatch
      }
      lockLargeContent(delta.resultSize)
      try delta.apply(to: baseBytes, into: slots[slot].prepare(delta.resultSize), script: &script)
    } catch {
      release(slot)
      return nil
    }
    deltaBytes.trim(to: keptCapacity)
    return slot
  }

  /// The content of a node whose base is unreadable: only a duplicate can have it.
  private func contentWithoutBase(_ node: Node, base: Node) -> Int? {
    if forest.tables.hasDuplicates[node.index] { return duplicateContent(node) }
    let id = forest.id(of: node)
    gaps.append(ObjectGap(id, .corrupt(id, reason: "its delta base \(forest.id(of: base)) is unreadable")))
    return nil
  }

  // MARK: - Verification

  /// Whether the content of an entry that is not verified by its CRC-32 is the object's, which its hash shows. Where the
  /// index has no CRC-32s, the Adler-32 that inflating compared is relied upon.
  private func isSound(_ node: Node, _ entry: NodeEntry, _ slot: Int) -> Bool {
    if !checksIDs, !entry.isSuspect, entry.crc == nil { return true }
    guard let kind = ObjectKind(rawValue: forest.tables.kinds[node.index]) else { return false }
    return hasContent(slot, of: forest.id(of: node), kind)
  }

  private func hasContent(_ slot: Int, of id: ObjectID, _ kind: ObjectKind) -> Bool {
    let content = slots[slot].bytes.bindMemory(to: UInt8.self)
    return contentID(of: content.span, kind: kind, format: forest.store.format) == id
  }

  /// Reads an object whose usual entry is damaged from any of its copies; nil is a gap.
  private func duplicateContent(_ node: Node) -> Int? {
    let id = forest.id(of: node)
    // Its size is not known before it is read.
    lockLargeContent(entries.largest)
    do throws(GitError) {
      let object = try reader.read(id)
      let slot = slots.take()
      slots[slot].fill(object.content)
      return slot
    } catch {
      gaps.append(ObjectGap(id, error))
      return nil
    }
  }

  /// Replaces a content that is intact but has another id. Where no copy has the right one that is a gap, and the content
  /// is visited all the same, so that what it contains is found.
  private func duplicateContent(_ node: Node, insteadOf slot: Int) -> Int {
    guard let other = duplicateContent(node) else { return slot }
    release(slot)
    return other
  }

  // MARK: - Budget

  /// Waits until this worker may make a content that is larger than what every worker may keep at any time.
  private func lockLargeContent(_ bytes: Int) {
    guard bytes > max(budget / 8, 1 << 20), !hasLargeContentLock else { return }
    largeContentLock.lock()
    hasLargeContentLock = true
  }

  func unlockLargeContent() {
    if hasLargeContentLock { largeContentLock.unlock() }
    hasLargeContentLock = false
  }

  /// Evicts the contents that are needed last until the others are within the budget.
  private func evictContents() {
    guard slots.capacity > budget else { return }
    for frame in frames.dropLast() {
      guard slots.capacity > budget else { return }
      if let slot = frame.slot { slots.evict(slot) }
    }
  }

  /// Makes an evicted content again, from its root or the nearest base that the reader has cached.
  private func restore(_ node: Node, _ slot: Int) {
    guard slots.isEvicted(slot) else { return }
    lockLargeContent(slots.evictedSize(slot))
    guard let object = try? reader.read(forest.id(of: node)) else { return }
    slots.restore(slot, object.content)
  }
}
