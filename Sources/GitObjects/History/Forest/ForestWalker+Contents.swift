internal import ByteSearch

// How contents are made, which memory they may take, and what is tried when one is damaged.
extension ForestWalker {
  /// Waits for the turn to hold a content that is larger than what each worker may hold at any time.
  func claim(_ bytes: Int) {
    guard bytes > max(budget / 8, 1 << 20), !hasTurn else { return }
    turn.begin()
    hasTurn = true
  }

  func endTurn() {
    if hasTurn { turn.end() }
    hasTurn = false
  }

  func rootSlot(_ node: Int32) -> Int? {
    if Int(node) >= forest.looseStart { return looseContent(Int(node) - forest.looseStart) ?? spareContent(node) }
    let place = EntryPlace(node, in: forest)
    let next = upcoming(after: node)
    forest.prefetchNode(next)
    defer { forest.prefetchEntry(of: next) }
    let isVerified = !checksIDs && place.isVerified
    if let slot = wholeContent(node, place, isVerified) {
      if isVerified || isSound(node, place, slot) { return slot }
      if checksIDs, place.isVerified { return better(than: slot, node) }
      release(slot)
    }
    return spareContent(node)
  }

  /// Inflates a node that is not a delta, or nil when it is one or is damaged.
  func wholeContent(_ node: Int32, _ place: EntryPlace, _ isVerified: Bool) -> Int? {
    guard let header = place.header, case .object(let kind) = header.representation,
      forest.holds(kind, at: node)
    else { return nil }
    let slot = slots.take()
    claim(header.size)
    do throws(EntryReader.Fault) {
      try entries.inflate(header, of: place.packBytes, isVerified: isVerified, into: slots[slot])
      return slot
    } catch {
      release(slot)
      return nil
    }
  }

  func looseContent(_ number: Int) -> Int? {
    let slot = slots.take()
    claim(forest.weights[Int(forest.looseStart) + number])
    let id = forest.ids.loose[number]
    let folder = forest.store.looseFolders[Int(forest.looseFolder[number])]
    do throws(GitError) {
      let found = try LooseObject.read(
        id, in: folder, with: entries.inflater, into: slots[slot], largest: entries.largest)
      slots[slot].drop(first: found.contentStart)
      // No checksum but the id tells that the file is another object's.
      if hasContent(slot, of: id, found.kind) { return slot }
      return better(than: slot, Int32(forest.looseStart + number))
    } catch {
      release(slot)
      return nil
    }
  }

  /// Another copy of an object whose content is intact and not its id's; where there is none, that is a gap, and what
  /// is in the content is found all the same.
  func better(than slot: Int, _ node: Int32) -> Int {
    guard let other = spareContent(node) else { return slot }
    release(slot)
    return other
  }

  func childSlot(_ child: Int32, of parent: Frame) -> Made? {
    guard let base = parent.slot else {
      return lostContent(child, base: parent.node).map { Made(slot: $0, baseSlot: nil) }
    }
    restore(parent.node, base)
    let place = EntryPlace(child, in: forest)
    let next = upcoming(after: child)
    forest.prefetchNode(next)
    defer { forest.prefetchEntry(of: next) }
    let isVerified = !checksIDs && place.isVerified
    if let slot = deltaContent(place, isVerified, base: base) {
      if isVerified || isSound(child, place, slot) {
        makeRoom(for: slot)
        return Made(slot: slot, baseSlot: base)
      }
      if checksIDs, place.isVerified {
        let other = better(than: slot, child)
        return Made(slot: other, baseSlot: other == slot ? base : nil)
      }
      release(slot)
    }
    if let bytes = excess {
      excess = nil
      gaps.append(ObjectGap(forest.id(of: child), .tooLarge(forest.id(of: child), bytes: bytes)))
      return nil
    }
    return spareContent(child).map { Made(slot: $0, baseSlot: nil) }
  }

  /// Applies a node's delta to its base's content; nil when either is not what it should be.
  func deltaContent(_ place: EntryPlace, _ isVerified: Bool, base: Int) -> Int? {
    guard let header = place.header else { return nil }
    claim(header.size)
    do throws(EntryReader.Fault) {
      try entries.inflate(header, of: place.packBytes, isVerified: isVerified, into: deltaBytes)
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
      claim(delta.resultSize)
      try delta.apply(to: baseBytes, into: slots[slot].prepare(delta.resultSize), script: &script)
    } catch {
      release(slot)
      return nil
    }
    deltaBytes.trim(to: keptCapacity)
    return slot
  }

  /// Whether the bytes of an entry that is not verified are the object's: told by the hash of the content. Where an
  /// index has no CRCs, the Adler-32 that was compared must do.
  func isSound(_ node: Int32, _ place: EntryPlace, _ slot: Int) -> Bool {
    if !checksIDs, !place.isSuspect, place.crc == nil { return true }
    guard let kind = ObjectKind(rawValue: forest.kinds[Int(node)]) else { return false }
    return hasContent(slot, of: forest.id(of: node), kind)
  }

  func hasContent(_ slot: Int, of id: ObjectID, _ kind: ObjectKind) -> Bool {
    let content = slots[slot].bytes.bindMemory(to: UInt8.self)
    return contentID(of: content.span, kind: kind, format: forest.store.format) == id
  }

  /// Reads a node whose usual entry is no good from wherever a good copy is, or notes a gap.
  func spareContent(_ node: Int32) -> Int? {
    let id = forest.id(of: node)
    // How large it is shows when it is read.
    claim(entries.largest)
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

  /// Below a lost base only spare copies can help.
  func lostContent(_ node: Int32, base: Int32) -> Int? {
    if forest.hasCopies[Int(node)] { return spareContent(node) }
    let id = forest.id(of: node)
    gaps.append(ObjectGap(id, .corrupt(id, reason: "its delta base \(forest.id(of: base)) is unreadable")))
    return nil
  }

  // MARK: - Budget

  /// Gives up contents that are needed last until the others fit the budget.
  func makeRoom(for newest: Int) {
    guard slots.held > budget else { return }
    for frame in frames.dropLast() {
      guard slots.held > budget else { return }
      if let slot = frame.slot { slots.evict(slot) }
    }
  }

  /// Makes a content again that was given up, from its root or the nearest base still held.
  func restore(_ node: Int32, _ slot: Int) {
    guard slots.isEvicted(slot) else { return }
    claim(slots.evictedSize(slot))
    guard let object = try? reader.read(forest.id(of: node)) else { return }
    slots.restore(slot, object.content)
  }
}
