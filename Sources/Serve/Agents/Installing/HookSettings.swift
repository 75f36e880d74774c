import Text

/// The hooks of leaksift in the JSON settings of an agent: `hooks`, in it one list for each event, in that either handlers or
/// groups of handlers with a matcher.
package struct HookSettings: Sendable {
  /// Why settings are not changed.
  package struct Failure: Error, Equatable {
    /// As a part of a sentence.
    package var reason: String

    /// A reason in words.
    package init(reason: String) { self.reason = reason }
  }

  /// The events that leaksift is called for.
  let events: [String]
  /// What calls it, as the agent has it.
  let handler: JSONValue
  /// Whether handlers are in groups with a matcher.
  let isGrouped: Bool
  /// Members that a new file begins with.
  let head: [(name: String, value: JSONValue)]

  private var entry: JSONValue { isGrouped ? ["hooks": .array([handler])] : handler }

  // MARK: - Adding

  /// The settings with the hooks; those that are there stay, with the present command.
  ///
  /// - Parameter text: The settings; `nil` when there is no file.
  package func installed(in text: [UInt8]?) throws(Failure) -> [UInt8] {
    guard let text else {
      let hooks = JSONValue.object(events.map { ($0, .array([entry])) })
      return Array(JSONValue.object(head + [("hooks", hooks)]).pretty.utf8)
    }
    var edit = JSONEdit(text)
    guard let root = edit.root, case .object = root.content else {
      throw Failure(reason: "it is no JSON object, even with comments; repair or remove it first")
    }
    guard root["hooks"] != nil else {
      let hooks = JSONValue.object(events.map { ($0, .array([entry])) })
      edit.append("\"hooks\": \(Self.block(hooks))", to: root)
      return edit.text
    }
    for event in events { try add(event, to: &edit) }
    return edit.text
  }

  private func add(_ event: String, to edit: inout JSONEdit) throws(Failure) {
    guard let hooks = edit.root?["hooks"], case .object = hooks.content else {
      throw Failure(reason: "its `hooks` is no object; repair it first")
    }
    guard let list = hooks[event] else {
      let isEmpty = hooks.children.isEmpty
      let value = JSONValue.array([entry])
      return edit.append("\"\(event)\": \(isEmpty ? value.compact : Self.block(value))", to: hooks)
    }
    guard case .array = list.content else { throw Failure(reason: "its `hooks.\(event)` is no list; repair it first") }
    let own = handlers(of: list, in: edit.text).filter(\.isOurs)
    guard let first = own.first else {
      return edit.append(list.children.isEmpty ? entry.compact : Self.block(entry), to: list)
    }
    guard JSONValue(parsing: Array(edit.text[first.place.range]))?.compact != handler.compact else { return }
    edit.replace(first.place.range, with: handler.compact)
  }

  /// A value on several lines, which begins on a line that is there.
  private static func block(_ value: JSONValue) -> String { String(value.pretty.dropLast()) }

  // MARK: - Taking out

  /// Whether there are hooks of leaksift.
  package func isInstalled(in text: [UInt8]) -> Bool {
    guard let hooks = JSONPlace(text)?["hooks"] else { return false }
    return hooks.members.contains { handlers(of: $0.value, in: text).contains(where: \.isOurs) }
  }

  /// The settings without the hooks: what they were before, byte for byte, when nothing else changed since.
  ///
  /// - Returns: `nil` when there was no file.
  package func uninstalled(from text: [UInt8]) throws(Failure) -> [UInt8]? {
    guard JSONPlace(text) != nil else {
      throw Failure(reason: "it is no JSON, even with comments; repair it first")
    }
    if (try? installed(in: nil)) == text { return nil }
    // What was empty before stays empty: of the ways to leave it, the right one leads to the same text again.
    let ways = [Removal(takesHooks: true)] + (0..<(1 << events.count)).map { Removal(keptLists: Set(chosen($0))) }
    let candidates = ways.lazy.map { without(text, $0) }
    return candidates.first { (try? installed(in: $0)) == text } ?? without(text, ways[0])
  }

  /// What is taken out beside the handlers, when nothing else is left in it.
  private struct Removal {
    /// All of `hooks`.
    var takesHooks = false
    /// Events whose lists stay, empty.
    var keptLists: Set<String> = []
  }

  /// The events whose bits are set.
  private func chosen(_ bits: Int) -> [String] { events.indices.filter { bits & (1 << $0) != 0 }.map { events[$0] } }

  private func without(_ text: [UInt8], _ removal: Removal) -> [UInt8] {
    var edit = JSONEdit(text)
    while let step = step(edit, removal) { edit.remove(step.index, from: step.container) }
    return edit.text
  }

  /// The next thing to take out.
  private func step(_ edit: JSONEdit, _ removal: Removal) -> (container: JSONPlace, index: Int)? {
    guard let root = edit.root, let hooks = root["hooks"] else { return nil }
    if removal.takesHooks, isOnlyOurs(hooks, edit.text) {
      return root.members.firstIndex { $0.name == "hooks" }.map { (root, $0) }
    }
    for (index, member) in hooks.members.enumerated() {
      guard let own = handlers(of: member.value, in: edit.text).first(where: \.isOurs) else { continue }
      if let group = own.group, group.children.count > 1 { return (group, own.index) }
      let isAlone = member.value.children.count == 1
      let isTaken = isAlone && !removal.keptLists.contains(member.name)
      return isTaken ? (hooks, index) : (member.value, own.element)
    }
    return nil
  }

  /// Whether nothing but lists of leaksift's own is in the hooks.
  private func isOnlyOurs(_ hooks: JSONPlace, _ text: [UInt8]) -> Bool {
    !hooks.children.isEmpty
      && hooks.members.allSatisfy { member in
        let all = handlers(of: member.value, in: text)
        return !all.isEmpty && all.allSatisfy(\.isOurs)
      }
  }

  /// A handler in the list of an event.
  private struct Handler {
    var place: JSONPlace
    /// Index of the list's element that it is, or is in.
    var element: Int
    /// The handlers that it is one of; `nil` when it is the element.
    var group: JSONPlace?
    /// Index in the group.
    var index: Int
    var isOurs: Bool
  }

  private func handlers(of list: JSONPlace, in text: [UInt8]) -> [Handler] {
    list.elements.enumerated().flatMap { number, element -> [Handler] in
      guard isGrouped, let group = element["hooks"] else {
        return [Handler(place: element, element: number, group: nil, index: 0, isOurs: Self.isOurs(element, text))]
      }
      return group.elements.enumerated().map {
        Handler(place: $1, element: number, group: group, index: $0, isOurs: Self.isOurs($1, text))
      }
    }
  }

  private static func isOurs(_ handler: JSONPlace, _ text: [UInt8]) -> Bool {
    guard let command = handler["command"] ?? handler["bash"],
      let words = JSONValue(parsing: Array(text[command.range]))?.string
    else { return false }
    return words.contains("leaksift") && words.contains(" hook agent ")
  }
}
