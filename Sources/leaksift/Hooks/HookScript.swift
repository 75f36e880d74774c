/// A git hook that leaksift can install.
enum HookKind: String, CaseIterable, Sendable {
  case preCommit = "pre-commit"
  case prePush = "pre-push"
}

/// The text of a hook that leaksift installs: POSIX shell, fails closed.
struct HookScript: Sendable, Equatable {
  /// How the hook that stood there before is named while leaksift's is installed.
  static let formerSuffix = ".before-leaksift"

  var text: String

  /// - Parameter program: Absolute path of the leaksift binary, for callers whose PATH lacks it.
  init(_ kind: HookKind, program: String) {
    let body = kind == .preCommit ? Self.preCommitBody : Self.prePushBody
    text = """
      \(Self.firstLines)
      former="$0\(Self.formerSuffix)"
      leaksift=$(command -v leaksift) || leaksift=\(shellQuoted(program))
      if [ ! -x "$leaksift" ]; then
        echo "leaksift: the program is not on PATH, so nothing was checked and this \(kind.rawValue) hook refuses." >&2
        echo "Install leaksift, or take the hook out: delete $0 and rename $former, if it is there, to $0" >&2
        exit 1
      fi
      \(body)
      \(Self.lastLine)

      """
  }

  /// Whether a hook file's content is, from first to last line, what some version of leaksift wrote.
  static func isOurs(_ content: [UInt8]) -> Bool {
    content.starts(with: firstLines.utf8) && content.reversed().starts(with: "\(lastLine)\n".utf8.reversed())
  }

  private static let firstLines = """
    #!/bin/sh
    # Written by `leaksift hook install`; `leaksift hook uninstall` takes it out and puts back what stood here.
    """
  private static let lastLine = "# End of leaksift's hook."

  private static let preCommitBody = """
    if [ -x "$former" ]; then
      "$former" "$@" || exit
    fi
    exec "$leaksift" scan --staged
    """

  private static let prePushBody = """
    if [ -x "$former" ]; then
      refs=$(cat)
      refs=${refs:+$refs
    }
      printf '%s' "$refs" | "$former" "$@" || exit
      printf '%s' "$refs" | "$leaksift" hook push "$1"
    else
      exec "$leaksift" hook push "$1"
    fi
    """
}
