import Platform
import Testing

@testable import leaksift

struct HookScriptTests {
  @Test(arguments: HookKind.allCases)
  func `a script knows itself, and no other`(_ kind: HookKind) {
    let text = HookScript(kind, program: "/opt/it's here/leaksift").text
    #expect(HookScript.isOurs(Array(text.utf8)))
    #expect(!HookScript.isOurs(Array((text + "echo mine\n").utf8)))
    #expect(!HookScript.isOurs(Array(("#!/bin/sh\n" + text).utf8)))
    #expect(!HookScript.isOurs([]))
    #expect(text.contains(#"'/opt/it'\''s here/leaksift'"#))
  }

  @Test func `the program's path is made absolute`() {
    #expect(absoluteProgramPath(name: "/a/leaksift", searchPath: "") == "/a/leaksift")
    #expect(absoluteProgramPath(name: "b/leaksift", searchPath: "") == "\(ThisProcess.workingFolder ?? "")/b/leaksift")
    #expect(absoluteProgramPath(name: "sh", searchPath: "/nowhere:/bin") == "/bin/sh")
  }
}
