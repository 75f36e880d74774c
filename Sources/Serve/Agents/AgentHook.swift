import Findings
import Platform
import Rules
import Scan

/// The hook of one agent: an event comes in, an answer goes out. What cannot be judged is refused unless the user's own
/// file says otherwise.
package struct AgentHook {
  /// Which agent.
  package let form: AgentForm
  /// Looks up a variable of the environment.
  package let variable: (String) -> String?
  /// The whole environment, as `NAME=value`.
  package let environment: () -> [String]
  /// Replaces a file that only its owner can read, and returns why that failed.
  package let save: ([UInt8], String) -> String?

  /// Creates the hook of an agent.
  package init(
    form: AgentForm, variable: @escaping (String) -> String?, environment: @escaping () -> [String],
    save: @escaping ([UInt8], String) -> String?
  ) {
    self.form = form
    self.variable = variable
    self.environment = environment
    self.save = save
  }

  /// Answers an event.
  ///
  /// - Parameter bytes: What the agent wrote; `nil` when that could not be read, or is longer than ``AgentForm/longestEvent``.
  package func response(to bytes: [UInt8]?) -> HookResponse {
    let user: AgentSettings
    do throws(ScanError) { user = try UserPolicy.load(variable) } catch {
      return .refusal("leaksift refuses what it cannot check: the user's own settings are wrong. \(error)")
    }
    let event: AgentEvent
    do throws(AgentEventFailure) {
      guard let bytes else {
        throw AgentEventFailure(reason: "it cannot be read, or is longer than \(AgentForm.longestEvent >> 20) MB")
      }
      event = try form.event(of: bytes)
    } catch {
      let reason = "leaksift cannot read this event of \(form.name): \(error.reason)"
      let unknown = AgentEvent(moment: .beforeTool, name: "", folder: "")
      return user.allowsOnError ? form.response(.warn(reason), unknown) : .refusal("\(reason). It is refused.")
    }
    return form.response(answer(to: event, user), event)
  }

  private func answer(to event: AgentEvent, _ user: AgentSettings) -> AgentAnswer {
    if event.moment == .other { return .allow }
    let folder = FileSystem.isFolder(event.folder) ? event.folder : "."
    do throws(ScanError) {
      return try answer(to: event, user, settingsOf: folder, in: folder)
    } catch {
      return fallback(event, user, folder, error)
    }
  }

  /// - Parameter project: The folder whose configuration counts.
  private func answer(
    to event: AgentEvent, _ user: AgentSettings, settingsOf project: String, in folder: String
  ) throws(ScanError) -> AgentAnswer {
    let settings = try projectSettings(of: ScanRequest(targets: [.path(project)], workers: 1))
    let now = ThisProcess.epochSeconds
    let allowances = Allowances(path: Allowances.path(variable) ?? "", now: now)
    var judge = EventJudge(
      finder: try SecretFinder(folder: project), policy: AgentPolicy(user: user, project: settings.agent),
      allowances: allowances, folder: folder, variable: variable, environment: environment)
    let answer = try judge.answer(to: event)
    if let failure = judge.allowances.save(save) {
      return .stop("leaksift cannot store that an allowance was used: \(failure)")
    }
    return answer
  }

  /// What becomes of an event when the project's configuration cannot be used: the built-in rules judge it, and only what
  /// repairs the configuration may go on, with prompts and with results, which these rules have looked at.
  private func fallback(
    _ event: AgentEvent, _ user: AgentSettings, _ folder: String, _ failure: ScanError
  ) -> AgentAnswer {
    let remark = "leaksift cannot use the settings of this project: \(failure)"
    let answer: AgentAnswer
    do throws(ScanError) { answer = try self.answer(to: event, user, settingsOf: "/", in: folder) } catch {
      return user.allowsOnError ? .warn(remark) : .stop("\(remark)\n\(error)")
    }
    switch answer {
    case .stop, .replace: return answer
    case .allow, .warn, .ask:
      let mayGoOn = event.moment != .beforeTool || user.allowsOnError || repairs(event, failure)
      return mayGoOn
        ? .warn("\(remark)\nOnly the built-in rules were used.")
        : .stop(
          "\(remark)\nNothing can be checked until it is repaired: edit the file that is named, and nothing else.")
    }
  }

  /// Whether an event does no more than read or write files that an error names.
  private func repairs(_ event: AgentEvent, _ failure: ScanError) -> Bool {
    let paths = event.writes.map(\.path) + event.reads
    return event.commands.isEmpty && !paths.isEmpty
      && paths.allSatisfy { path in
        path.split(separator: "/").last.map { failure.description.contains($0) } ?? false
      }
  }
}
