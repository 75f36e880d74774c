/// What is fuzzed, by name. Each is tried on bytes; whatever is wrong with them, it has to return.
let targets: [(name: String, tryOne: @Sendable ([UInt8]) -> Void)] = [
  ("pack", tryPack), ("bundle", tryBundle), ("pack-index", tryPackIndex), ("multi-pack-index", tryMultiPackIndex),
  ("delta", tryDelta),
  ("object", tryObject), ("loose", tryLooseObject), ("references", tryReferences), ("rules", tryRuleFile),
  ("environment", tryEnvironmentFile), ("baseline", tryBaseline), ("ignore", tryIgnoreFile),
  ("encoding", tryEncoding), ("carrying", tryCarrying), ("container", tryContainer),
  ("messages", tryMessages), ("edits", tryEdits),
]
