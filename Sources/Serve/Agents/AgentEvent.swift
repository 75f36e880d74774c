package import Text

/// What a coding agent is about to do or has done, in terms that all agents share.
package struct AgentEvent: Sendable {
  /// When an agent calls a hook.
  package enum Moment: Sendable {
    /// The user has sent a prompt, and the model has not seen it.
    case prompt
    /// The model wants to call a tool.
    case beforeTool
    /// A tool has answered, and the model has not seen the result.
    case afterTool
    /// Anything else: nothing is looked at.
    case other
  }

  /// A text that the user or the model wrote.
  package struct Words: Sendable {
    /// The text.
    package var text: String
    /// What the text is, as a part of a sentence: "the prompt".
    package var label: String
    /// Its path, for rules that depend on one.
    package var path: String
  }

  /// A file that a call writes to.
  package struct Write: Sendable {
    /// As the call names it.
    package var path: String
    /// What is new in it.
    package var text: String
  }

  /// When it is.
  package var moment: Moment
  /// The agent's name for the event.
  package var name: String
  /// The folder that relative paths start from; empty when the agent does not say.
  package var folder: String
  /// Texts with nothing to run, write or read in them.
  package var words: [Words] = []
  /// Commands of a shell.
  package var commands: [String] = []
  /// Files that are written.
  package var writes: [Write] = []
  /// Files whose content the model would see.
  package var reads: [String] = []
  /// What the tool returned.
  package var result: JSONValue?

  /// An event in which nothing is to be looked at yet.
  package init(moment: Moment, name: String, folder: String) {
    self.moment = moment
    self.name = name
    self.folder = folder
  }
}

/// An event that cannot be judged.
package struct AgentEventFailure: Error, Equatable {
  /// What is wrong with it, as a part of a sentence.
  package var reason: String
}
