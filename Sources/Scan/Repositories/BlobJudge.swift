import ByteSearch
import Detection
import GitObjects
import Inputs

/// A blob that holds candidates, and where in it they stand.
struct JudgedBlob: Sendable {
  var id: ObjectID
  var marks: [JudgedText.Mark]
}

/// Judges blobs, keeping what it found of each content once: one for each worker.
final class BlobJudge {
  let detector: Detector
  /// What marks refer to by tag.
  private(set) var sightings: [Sighting] = []
  private(set) var blobs: [JudgedBlob] = []
  /// Rules that gave up, with the blob they gave up on.
  private(set) var failures: [(ObjectID, RuleFailure)] = []
  private(set) var bytes = 0
  /// The judged texts that deltas may still refer to, by the walker's place.
  private var judged: [JudgedText?] = []
  private let carries: Bool

  /// - Parameter carries: Whether what is known of a delta's base is carried over; else every blob is judged in full.
  init(_ detector: Detector, carries: Bool) {
    self.detector = detector
    self.carries = carries
  }

  /// Judges a blob that a walk over the object forest hands over.
  func visit(_ visit: ForestWalker.Visit, _ content: Span<UInt8>, _ edits: EditScript?) {
    bytes += content.count
    let base = visit.baseSlot.flatMap { $0 < judged.count ? judged[$0] : nil }
    let known: JudgedText?
    if let decoded = TextEncoding.decoded(content) {
      record(visit.id, judge(decoded.span, isBinary: looksBinary(decoded.span), base: nil))
      known = nil
    } else {
      let binary = looksBinary(content)
      let carried = carries ? base.flatMap { base in edits.map { (base, $0) } } : nil
      let text = judge(content, isBinary: binary, base: carried)
      record(visit.id, text)
      known = text
    }
    for failure in detector.takeFailures() { failures.append((visit.id, failure)) }
    guard carries else { return }
    while judged.count <= visit.slot { judged.append(nil) }
    judged[visit.slot] = visit.hasDependents ? known : nil
  }

  /// Judges a commit or tag: names and message, from `start` on.
  func read(_ id: ObjectID, _ content: Span<UInt8>, from start: Int) {
    record(id, judge(content, isBinary: false, from: start, base: nil))
    for failure in detector.takeFailures() { failures.append((id, failure)) }
  }

  private func judge(
    _ text: Span<UInt8>, isBinary: Bool, from start: Int = 0, base: (judged: JudgedText, edits: EditScript)?
  ) -> JudgedText {
    detector.judge(text, isBinary: isBinary, from: start, base: base) { candidate in
      sightings.append(Sighting(of: candidate, in: text))
      return Int32(sightings.count - 1)
    }
  }

  private func record(_ id: ObjectID, _ text: JudgedText) {
    if !text.marks.isEmpty { blobs.append(JudgedBlob(id: id, marks: text.marks)) }
  }
}

extension Sighting {
  /// A sighting whose line is not counted yet.
  init(of candidate: Candidate, in text: Span<UInt8>) {
    let unknown = LineCounter.Place(line: 0, column: 0)
    self.init(
      placed: PlacedCandidate(candidate: candidate, start: unknown, end: unknown), secret: text.bytes(candidate.secret),
      line: SightedLine(around: candidate.secret, in: text))
  }

  /// The same sighting in a text where its secret begins at another offset.
  func moved(to secretStart: Int, start: LineCounter.Place, end: LineCounter.Place) -> Sighting {
    var moved = self
    let distance = secretStart - placed.candidate.secret.lowerBound
    moved.placed = PlacedCandidate(candidate: placed.candidate.moved(by: distance), start: start, end: end)
    moved.line.start += distance
    return moved
  }
}
