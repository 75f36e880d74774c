import Foundation

/// Measures tools at one scene, in turns, so that what else the machine does hits all of them alike.
struct Contest {
  /// What one tool, or the yardstick, cost.
  struct Outcome {
    var name: String
    var costs: [Cost] = []
    var findings: Int?
    /// Bytes scanned, as leaksift counts them.
    var bytes: Int?
    /// Why there is nothing to tell.
    var absence: String?
  }

  let scene: Scene
  let tools: [Tool]
  let workshop: Workshop

  func run(rounds: Int) -> [Outcome] {
    var outcomes = tools.map { Outcome(name: $0.name) }
    if let yardstick = scene.yardstick { outcomes.append(Outcome(name: yardstick.name)) }
    for round in 0..<rounds {
      // Another one begins in each round.
      for turn in outcomes.indices {
        measure(&outcomes[(turn + round) % outcomes.count], at: (turn + round) % outcomes.count)
      }
    }
    return outcomes
  }

  private func measure(_ outcome: inout Outcome, at place: Int) {
    guard outcome.absence == nil else { return }
    do {
      if place < tools.count {
        try measure(tools[place], &outcome)
      } else if let yardstick = scene.yardstick {
        outcome.costs.append(try ChildRun.measure(yardstick.words, in: scene.place))
      }
    } catch {
      outcome.absence = "\(error)"
    }
  }

  private func measure(_ tool: Tool, _ outcome: inout Outcome) throws {
    let report = "\(workshop.folder)/report.json"
    defer { try? FileManager.default.removeItem(atPath: report) }
    guard let program = tool.program, let arguments = tool.arguments(scene.mode, scene.place, report) else {
      return outcome.absence = "no such mode"
    }
    outcome.costs.append(try ChildRun.measure([program] + arguments, in: scene.mode == .staged ? scene.place : "/"))
    outcome.findings = Tool.findings(in: report)
    outcome.bytes = tool.name == "leaksift" ? Tool.bytes(in: report) : nil
  }
}
