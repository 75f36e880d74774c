import FileTestSupport
import Findings
import Foundation
import Testing

@testable import Content

/// Which files a scan of a folder reads.
struct WorkingTreeTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func paths(_ name: String = "", _ options: ListingOptions = ListingOptions()) throws -> [String] {
    try WorkingTree.list(folder.at(name), options: options).files.map(\.displayPath)
  }

  @Test func `a plain folder is walked as a whole`() throws {
    for name in ["b.txt", "a/z", "a/deep/er/file", ".hidden/x", "a b"] { try folder.write(name) }
    #expect(try paths() == [".hidden/x", "a b", "a/deep/er/file", "a/z", "b.txt"])
  }

  @Test func `tracked and unignored files are listed once and deleted ones are not`() throws {
    for name in ["tracked", "gone", "sub/tracked", ".gitignore"] { try folder.write(name) }
    try folder.write(".gitignore", "*.log\nbuild/\n")
    try folder.commitAll()
    for name in ["new", "x.log", "build/out", "sub/new"] { try folder.write(name) }
    try folder.shell("rm gone; git add -f x.log")
    #expect(try paths() == [".gitignore", "new", "sub/new", "sub/tracked", "tracked", "x.log"])
    #expect(try paths("sub") == ["sub/new", "sub/tracked"])
    let all = try paths("", ListingOptions(includeIgnored: true))
    #expect(all == [".gitignore", "build/out", "new", "sub/new", "sub/tracked", "tracked", "x.log"])
  }

  @Test func `a file with a merge conflict is listed once`() throws {
    try folder.write("f", "base\n")
    try folder.commitAll()
    try folder.shell(
      """
      git checkout -q -b other; echo other > f; git commit -q -am other
      git checkout -q main; echo main > f; git commit -q -am main
      git merge -q other >/dev/null || true
      """)
    #expect(try folder.shell("git ls-files -u").split(separator: "\n").count == 3)
    #expect(try paths() == ["f"])
  }

  @Test func `an ignored folder that is named is scanned and says so`() throws {
    try folder.write(".gitignore", "vendor/\n")
    try folder.commitAll()
    try folder.write("vendor/lib/a")
    let listing = try WorkingTree.list(folder.at("vendor/lib"))
    #expect(listing.files.map(\.displayPath) == ["vendor/lib/a"])
    #expect(listing.notes.contains { $0.contains("ignored by git") })
  }

  @Test func `repositories below a plain folder are listed as what they are`() throws {
    for name in ["one", "group/two"] {
      try folder.write(name + "/.gitignore", "secret\n")
      try folder.commitAll(in: name)
      try folder.write(name + "/secret")
    }
    try folder.write("plain/secret")
    #expect(try paths() == ["group/two/.gitignore", "one/.gitignore", "plain/secret"])
  }

  @Test func `an untracked repository in a repository is scanned too`() throws {
    try folder.write("a")
    try folder.commitAll()
    try folder.write("nested/b")
    try folder.write("nested/.gitignore", "c\n")
    try folder.commitAll(in: "nested")
    try folder.write("nested/c")
    #expect(try paths() == ["a", "nested/.gitignore", "nested/b"])
  }

  @Test func `submodules are left out unless requested`() throws {
    let other = try TemporaryFolder()
    try other.write("inner")
    try other.commitAll()
    try folder.write("outer")
    try folder.commitAll()
    try folder.shell("git -c protocol.file.allow=always submodule --quiet add \(other.path) module")
    let without = try WorkingTree.list(folder.path)
    #expect(without.files.map(\.displayPath) == [".gitmodules", "outer"])
    #expect(without.leftOut.map(\.path) == ["module"])
    #expect(try paths("", ListingOptions(recurseSubmodules: true)) == [".gitmodules", "module/inner", "outer"])
    try folder.shell("rm -rf module/.git module/inner")
    let empty = try WorkingTree.list(folder.path, options: ListingOptions(recurseSubmodules: true))
    #expect(empty.gaps.map(\.path) == ["module"])
  }

  @Test func `git lists a linked worktree`() throws {
    try folder.write("main/.gitignore", "hidden\n")
    try folder.commitAll(in: "main")
    try folder.shell("git worktree add -q ../linked -b linked", in: "main")
    try folder.write("linked/hidden")
    #expect(try paths("linked") == [".gitignore"])
  }

  @Test func `where git fails every file is listed and a note says why`() throws {
    try folder.write(".gitignore", "hidden\n")
    try folder.commitAll()
    try folder.write("hidden")
    try folder.write(".git/index", "this is no index")
    let listing = try WorkingTree.list(folder.path)
    #expect(listing.files.map(\.displayPath) == [".gitignore", "hidden"])
    #expect(listing.notes.contains { $0.contains("git could not list") })
  }

  @Test(arguments: [false, true])
  func `links and special files are counted and not followed`(inRepository: Bool) throws {
    try folder.write("real/file")
    try folder.shell("ln -s real link; ln -s .. real/loop; ln -s /etc/passwd out; ln -s nowhere dangling; mkfifo fifo")
    if inRepository { try folder.commitAll() }
    let listing = try WorkingTree.list(folder.path)
    #expect(listing.files.map(\.displayPath) == ["real/file"])
    // git does not show FIFOs at all.
    let expected = ["dangling"] + (inRepository ? [] : ["fifo"]) + ["link", "out", "real/loop"]
    #expect(listing.leftOut.map(\.path) == expected)
    #expect(listing.gaps.isEmpty)
  }

  @Test func `a single file is listed even through a link or when ignored`() throws {
    try folder.write(".gitignore", "hidden\n")
    try folder.commitAll()
    try folder.write("hidden")
    try folder.shell("ln -s hidden link")
    #expect(try paths("hidden") == ["hidden"])
    #expect(try paths("link") == ["hidden"])
    #expect(try WorkingTree.list(folder.at("link")).scope == .file)
  }

  @Test func `a named FIFO is a gap and an absent path an error`() throws {
    try folder.shell("mkfifo pipe")
    #expect(try WorkingTree.list(folder.at("pipe")).gaps.count == 1)
    let error = try #require(throws: InputError.self) { try WorkingTree.list(folder.at("absent")) }
    #expect(error.description.contains(folder.at("absent")))
  }

  @Test func `reports being written are no input`() throws {
    for name in ["a", "sub/report.json", "report.json"] { try folder.write(name) }
    let options = ListingOptions(excluded: [folder.at("report.json"), "/elsewhere/a"])
    #expect(try paths("", options) == ["a", "sub/report.json"])
    try folder.commitAll()
    #expect(try paths("", options) == ["a", "sub/report.json"])
  }

  @Test(arguments: [false, true])
  func `names that are not UTF-8 are listed with their bytes escaped`(inRepository: Bool) throws {
    try folder.shell(
      "printf x > \"$(printf 'caf\\351\\377.txt')\"; printf x > 'grün'; printf x > \"$(printf 'new\\nline')\"")
    if inRepository { try folder.commitAll() }
    let listing = try WorkingTree.list(folder.path)
    #expect(listing.files.map(\.displayPath) == ["caf\\xE9\\xFF.txt", "grün", "new\nline"])
    #expect(listing.files.first?.path == Array("caf".utf8) + [0xE9, 0xFF] + Array(".txt".utf8))
    var reader = FileReader(root: listing.root)
    for file in listing.files {
      let result = reader.read(file) { chunk, _ in #expect(chunk.bytes.count == 1) }
      #expect(result.gap == nil)
    }
  }

  @Test func `a path beyond the system's limit is listed and read`() throws {
    let name = String(repeating: "d", count: 250)
    try folder.shell(
      "i=0; while [ $i -lt 40 ]; do mkdir \(name); cd -P \(name) 2>/dev/null || exit 3; i=$((i+1)); done; printf deep > file"
    )
    defer { _ = try? folder.shell("rm -rf \(name)") }
    let listing = try WorkingTree.list(folder.path)
    let file = try #require(listing.files.first)
    #expect(file.path.count == 40 * 251 + 4)
    #expect(listing.gaps.isEmpty)
    var reader = FileReader(root: listing.root)
    var text: [UInt8] = []
    let result = reader.read(file) { chunk, _ in text = chunk.bytes.indices.map { chunk.bytes[$0] } }
    #expect(result.gap == nil)
    #expect(text == Array("deep".utf8))
  }

  @Test func `a folder that cannot be read is a gap`() throws {
    try folder.write("closed/file")
    try folder.write("open/file")
    try folder.shell("chmod 000 closed")
    defer { _ = try? folder.shell("chmod 755 closed") }
    let listing = try withoutPrivileges { try WorkingTree.list(folder.path) }
    #expect(listing.files.map(\.displayPath) == ["open/file"])
    #expect(listing.gaps == [Skip(path: "closed", reason: "the folder cannot be read: permission denied")])
  }

  @Test func `a path beyond the system's limit is listed in a repository too, where git cannot look`() throws {
    let name = String(repeating: "d", count: 250)
    try folder.write(".gitignore", "hidden\n")
    try folder.commitAll()
    try folder.write("hidden")
    try folder.shell(
      "i=0; while [ $i -lt 20 ]; do mkdir \(name); cd -P \(name); i=$((i+1)); done; printf deep > file")
    defer { _ = try? folder.shell("rm -rf \(name)") }
    let listing = try WorkingTree.list(folder.path)
    #expect(listing.files.map { PathText.display(PathText.name(of: $0.path)) } == [".gitignore", "file"])
    #expect(listing.gaps.isEmpty)
  }

  @Test func `a link in place of a tracked folder is not followed`() throws {
    let outside = try TemporaryFolder()
    try outside.write("deep/file")
    for name in ["sub/deep/file", "other/file"] { try folder.write(name) }
    try folder.commitAll()
    try folder.shell("rm -rf sub; ln -s \(outside.path) sub")
    let listing = try WorkingTree.list(folder.path)
    #expect(listing.files.map(\.displayPath) == ["other/file"])
    #expect(listing.leftOut.map(\.path) == ["sub"])
    #expect(listing.gaps.isEmpty)
  }

  /// git believes its index as it is, and leaves out what a damaged entry hides.
  @Test(arguments: ["index", "sharedindex.*"])
  func `a damaged index is a gap, and every file is listed`(name: String) throws {
    try folder.write(".gitignore", "hidden\n")
    try folder.write("tracked")
    try folder.commitAll()
    try folder.write("hidden")
    if name != "index" { try folder.shell("git update-index --split-index") }
    #expect(try WorkingTree.list(folder.path).gaps.isEmpty)
    try folder.shell("LC_ALL=C sed -i.bak -e 's#tracked#trackee#' .git/\(name)")
    if name == "index" { #expect(try folder.shell("git ls-files").contains("trackee")) }
    let listing = try WorkingTree.list(folder.path)
    #expect(listing.files.map(\.displayPath) == [".gitignore", "hidden", "tracked"])
    #expect(listing.gaps.map(\.path) == ["."])
    #expect(listing.gaps.allSatisfy { $0.reason.contains("does not have its own hash") })
  }

  /// In place of the hash that ends git's index: git writes no hash with `index.skipHash`.
  private static let withoutHash = "truncate -s -20 .git/index; head -c 20 /dev/zero >> .git/index"

  @Test func `paths of the index that git would not write are gaps and lead nowhere`() throws {
    let outside = try TemporaryFolder()
    try outside.write("x")
    let absolute = outside.at("x")
    let long = String(repeating: "L", count: absolute.utf8.count)
    for name in ["AA/x", "B/b", "C/.gxt/config", "D/dEEe", "fine", long] { try folder.write("tree/" + name) }
    try folder.write("x")
    try folder.commitAll(in: "tree")
    try folder.shell(
      """
      LC_ALL=C sed -i.bak -e 's#AA/x#../x#' -e 's#B/b#./b#' -e 's#C/.gxt#C/.git#' -e 's#D/dEEe#D/d//e#' \
        -e 's#\(long)#\(absolute)#' .git/index
      \(Self.withoutHash)
      """, in: "tree")
    let listing = try WorkingTree.list(folder.at("tree"))
    #expect(listing.files.map(\.displayPath).contains("fine"))
    #expect(listing.files.allSatisfy { PathText.isBelow($0.path[...]) })
    #expect(Set(listing.gaps.map(\.path)) == ["../x", "./b", "C/.git/config", "D/d//e", absolute])
  }

  @Test func `an index entry for the folder itself does not list it again and again`() throws {
    try folder.write("A")
    try folder.commitAll()
    try folder.shell("LC_ALL=C sed -i.bak -e 's#A\\x00#.\\x00#' .git/index; \(Self.withoutHash)")
    #expect(try WorkingTree.list(folder.path).gaps.map(\.path) == ["."])
  }

  @Test func `a repository without a working tree is an error that names the way to its commits`() throws {
    try folder.shell("git init -q --bare bare.git")
    let error = try #require(throws: InputError.self) { try WorkingTree.list(folder.at("bare.git")) }
    #expect(error.description.contains("leaksift scan --history \(folder.at("bare.git"))"))
    #expect(try !paths("bare.git", ListingOptions(includeIgnored: true)).isEmpty)
  }
}

/// What git says on standard error while it lists.
struct GitListingWarningsTests {
  private func warnings(_ text: String, in folder: String = "/no/repository") -> GitListingWarnings {
    GitListingWarnings(Array(text.utf8), folder: Array(folder.utf8))
  }

  @Test func `a folder that git could not open is named, also when the message is cut`() {
    let whole = warnings("warning: could not open directory 'it's: so/': Permission denied\n")
    #expect(whole.unopened == [Array("it's: so".utf8)])
    #expect(whole.others.isEmpty)
    let cut = warnings("warning: could not open directory 'a/b/ccc\n")
    #expect(cut.unopened == [Array("a/b".utf8)])
  }

  @Test func `paths become relative to the listed folder`() throws {
    let folder = try TemporaryFolder()
    try folder.write("sub/a")
    try folder.commitAll()
    let text = "warning: could not open directory 'sub/closed/': no\nwarning: could not open directory 'subs/x/': no\n"
    let found = warnings(text, in: folder.at("sub"))
    #expect(found.unopened == [Array("closed".utf8)])
    #expect(found.others == ["warning: could not open directory 'subs/x/': no"])
  }

  @Test func `a settings file that cannot be read is no gap, anything else is`() {
    let found = warnings("warning: unable to access '/root/.config/git/ignore': Permission denied\nerror: odd\n")
    #expect(found.unopened.isEmpty)
    #expect(found.others == ["error: odd"])
  }
}
