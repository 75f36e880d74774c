/// Where in a session with a coding agent, or in a shell's history, something was found.
public struct SessionPlace: Sendable, Hashable {
  /// The agent's or shell's name.
  public var agent: String
  /// The session's id; `nil` where the file is none of one session.
  public var session: String?
  /// How many times the user had spoken, that time included; `nil` when nothing tells.
  public var turn: Int?
  /// The folder that the session was about.
  public var project: String?

  /// Creates a place from its parts.
  public init(agent: String, session: String? = nil, turn: Int? = nil, project: String? = nil) {
    (self.agent, self.session, self.turn, self.project) = (agent, session, turn, project)
  }

  /// `claude-code session 3f1c…, turn 4, in /home/me/shop`.
  public var sentence: String {
    let parts = [
      session.map { "\(agent) session \($0)" } ?? agent, turn.map { "turn \($0)" }, project.map { "in \($0)" },
    ]
    return parts.compactMap { $0 }.joined(separator: ", ")
  }
}
