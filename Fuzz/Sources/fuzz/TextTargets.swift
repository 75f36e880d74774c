import BuiltInRules
import ByteSearch
import Detection
@testable import DotEnv
@testable import Content
@testable import Rules
@testable import Scan

/// Some text for rules to be tried on.
private let sample = Array("token = \"abcdef0123456789\"\nkey: AAAA-bbbb-1111\n\u{e9}\u{1F600} x=y\n".utf8)

/// Reads a rule file and searches a text with its rules.
func tryRuleFile(_ input: [UInt8]) {
  for name in [".leaksift.toml", ".gitleaks.toml"] {
    let file = ConfigurationFile(name: name, text: input)
    guard let loaded = try? RuleSetLoader.load(file, builtIn: RuleSet(), read: { _ in nil }) else { continue }
    guard let detector = try? Detector(RuleIndex(loaded.rules)) else { continue }
    _ = detector.candidates(in: sample.span)
    _ = detector.takeFailures()
  }
}

func tryEnvironmentFile(_ input: [UInt8]) {
  for isShell in [false, true] {
    _ = DotEnvParser.parse(input, isShell: isShell)
  }
}

func tryBaseline(_ input: [UInt8]) { _ = try? BaselineFile(name: "baseline.json", text: input) }

/// Reads an ignore file and asks what it hides.
func tryIgnoreFile(_ input: [UInt8]) {
  for name in IgnoreFile.names {
    guard let file = try? IgnoreFile(name: name, text: input) else { continue }
    let patterns = file.entries.compactMap { entry in
      if case .path(let pattern) = entry.subject { pattern } else { nil }
    }
    _ = PathPattern.index(hiding: "src/a/b/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.txt", among: patterns)
  }
  _ = InlineMarker.all(in: input)
}

/// Decodes a text whole and in pieces, which has to give the same.
func tryEncoding(_ input: [UInt8]) {
  guard let first = input.first else { return }
  let text = Array(input.dropFirst())
  _ = TextEncoding.decoded(text.span)
  for encoding in [TextEncoding.utf16BigEndian, .utf16LittleEndian, .utf32BigEndian, .utf32LittleEndian] {
    let cut = min(Int(first), text.count)
    precondition(decoded(text, encoding, cut: cut) == decoded(text, encoding, cut: 0))
  }
}

private func decoded(_ text: [UInt8], _ encoding: TextEncoding, cut: Int) -> [UInt8] {
  guard var decoder = TextDecoder(encoding) else { return text }
  var output = [UInt8](repeating: 0, count: TextDecoder.capacity(for: text.count) + 12)
  var filled = 0
  decoder.decode(text.span.extracting(first: cut), into: &output, at: &filled)
  decoder.decode(text.span.extracting(droppingFirst: cut), into: &output, at: &filled)
  decoder.finish(into: &output, at: &filled)
  return Array(output[..<filled])
}

nonisolated(unsafe) private let containers = {
  var bounds = ContainerBounds()
  (bounds.size, bounds.members, bounds.seconds) = (8 << 20, 1_000, 5)
  return ContainerReader(bounds)
}()

/// Opens a container and those in it; whatever is handed on is within the bounds.
func tryContainer(_ input: [UInt8]) {
  var bytes = 0
  _ = containers.read(input, path: Array("box".utf8)) { chunk, origin in
    bytes += chunk.bytes.count
    precondition(origin.path.starts(with: "box".utf8))
  }
  precondition(bytes < 9 * (16 << 20))
}

nonisolated(unsafe) private let detector = try? Detector(RuleIndex(BuiltInRules.ruleSet))
nonisolated(unsafe) private let noMemory = VerdictMemory(isUsed: false)

/// Judges a text by how it was made from another one, which has to find what judging all of it finds.
///
/// The first three bytes say where in the rest a run that the base has and the edited text lacks begins and ends.
func tryCarrying(_ input: [UInt8]) {
  guard let detector, input.count > 3 else { return }
  let base = Array(input.dropFirst(3))
  let start = min(Int(input[0]) << 3, base.count)
  let end = min(start + Int(input[1]), base.count)
  let added = Array(base.prefix(Int(input[2])))
  var edits = EditScript()
  edits.copy(from: 0, count: start)
  edits.insert(count: added.count)
  edits.copy(from: end, count: base.count - end)
  let text = base[..<start] + added + base[end...]
  let known = judge(base, nil, detector)
  let carried = judge(Array(text), (known, edits), detector)
  let full = judge(Array(text), nil, detector)
  precondition(findings(carried) == findings(full), "another verdict")
}

private func judge(_ text: [UInt8], _ base: (JudgedText, EditScript)?, _ detector: Detector) -> JudgedText {
  detector.judge(text.span, isBinary: false, base: base, memory: noMemory) { _ in 0 }
}

private func findings(_ text: JudgedText) -> Set<[Int]> {
  Set(text.marks.map { [Int($0.rule), $0.secretStart] })
}
