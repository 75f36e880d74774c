import ByteSearch
import Detection
import GitObjects
import Content

/// A blob that contains candidates, and where in it they are.
struct JudgedBlob: Sendable {
  var id: ObjectID
  var marks: [JudgedText.Mark]
}

/// Judges blobs, keeping what it found of each content once: one for each worker.
final class BlobJudge {
  let detector: Detector
  /// What marks refer to by tag.
  private(set) var candidates: [Candidate] = []
  private(set) var blobs: [JudgedBlob] = []
  /// Rules that gave up, with the blob they gave up on.
  private(set) var failures: [(ObjectID, RuleFailure)] = []
  private(set) var bytes = 0
  /// Blobs that are containers, when requested.
  private(set) var containers: [ObjectID] = []
  /// Objects without a candidate that were not known before, when requested.
  private(set) var clean: [CleanObject] = []
  /// The judged texts that deltas may still refer to, by the walker's place.
  private var judged: [JudgedText?] = []
  /// Places whose text a rule gave up on, or on what was carried over to it.
  private var unfinished: Set<Int> = []
  private var texts = BlobFamilyTexts()
  private let carries: Bool
  /// Verdicts on other blobs; messages have too little in common.
  private let memory: VerdictMemory
  private let notesClean: Bool
  private let notesContainers: Bool

  /// - Parameters:
  ///   - carries: Whether what is known of a delta's base and of other blobs is carried over; else every text is judged
  ///     in full.
  ///   - notesClean: Whether to collect the objects without a candidate.
  ///   - notesContainers: Whether to collect the blobs that are containers.
  init(_ detector: Detector, carries: Bool, notesClean: Bool, notesContainers: Bool = false) {
    self.notesContainers = notesContainers
    self.detector = detector
    self.carries = carries
    memory = VerdictMemory(isUsed: carries)
    self.notesClean = notesClean
  }

  /// Judges a blob that a walk over the object forest hands over.
  func visit(_ visit: ForestWalker.Visit, _ content: Span<UInt8>, _ edits: EditScript?) {
    bytes += content.count
    let base = visit.baseSlot.flatMap { $0 < judged.count ? judged[$0] : nil }
    // What is made from it is judged in full then, which costs less than judging both.
    if visit.isPassedThrough, base == nil {
      noteEnd(at: visit.slot, isFinished: true)
      return hold(nil, at: visit.slot)
    }
    let carried = carries ? base.flatMap { base in edits.map { (judged: base, edits: $0) } } : nil
    let known: JudgedText?
    let isClean: Bool
    switch texts.text(of: content, at: visit.slot, base: visit.baseSlot, carried?.edits) {
    case .decoded(let text):
      isClean = record(visit.id, judge(text.span, isBinary: looksBinary(text.span), base: nil))
      known = nil
    case .content(let isBinary):
      let text = judge(content, isBinary: isBinary, base: carried, isBase: carries && visit.hasDependents)
      isClean = record(visit.id, text)
      known = text
    }
    let isFinished = noteFailures(visit.id) && !(visit.baseSlot.map(unfinished.contains) ?? false)
    noteEnd(at: visit.slot, isFinished: isFinished)
    let isContainer = notesContainers && ContainerReader.opens(content)
    if isContainer { containers.append(visit.id) }
    if isClean, isFinished, !isContainer, !visit.isKnown { noteClean(visit.id, content) }
    if carries { hold(visit.hasDependents ? known : nil, at: visit.slot) }
  }

  /// Keeps a judged text for the deltas of the object in a slot.
  private func hold(_ text: JudgedText?, at slot: Int) {
    while judged.count <= slot { judged.append(nil) }
    judged[slot] = text
  }

  private func noteEnd(at slot: Int, isFinished: Bool) {
    if !isFinished { unfinished.insert(slot) } else if !unfinished.isEmpty { unfinished.remove(slot) }
  }

  /// Judges a commit or tag: names and message, from `start` on.
  func read(_ id: @autoclosure () -> ObjectID, _ content: Span<UInt8>, from start: Int) {
    let isClean = record(id(), judge(content, isBinary: false, from: start, base: nil))
    if noteFailures(id()), isClean { noteClean(id(), content) }
  }

  /// - Parameter id: Asked for only where something is to be noted, as with the others: looking it up costs time.
  /// - Returns: Whether every rule came to an end.
  private func noteFailures(_ id: @autoclosure () -> ObjectID) -> Bool {
    let found = detector.takeFailures()
    for failure in found { failures.append((id(), failure)) }
    return found.isEmpty
  }

  private func noteClean(_ id: @autoclosure () -> ObjectID, _ content: Span<UInt8>) {
    guard notesClean, let size = UInt32(exactly: content.count) else { return }
    clean.append(CleanObject(id: id(), size: size))
  }

  private func judge(
    _ text: Span<UInt8>, isBinary: Bool, from start: Int = 0, base: (judged: JudgedText, edits: EditScript)?,
    isBase: Bool = false
  ) -> JudgedText {
    detector.judge(text, isBinary: isBinary, from: start, base: base, isBase: isBase, memory: memory) { candidate in
      candidates.append(candidate)
      return Int32(candidates.count - 1)
    }
  }

  /// - Returns: Whether there is nothing to record.
  private func record(_ id: @autoclosure () -> ObjectID, _ text: JudgedText) -> Bool {
    if !text.marks.isEmpty { blobs.append(JudgedBlob(id: id(), marks: text.marks)) }
    return text.marks.isEmpty
  }
}
