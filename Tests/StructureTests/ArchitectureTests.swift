import Testing

/// What the documents say of the code's structure is true of the code.
struct ArchitectureTests {
  @Test func `the table of targets lists the targets of the package in the same order`() throws {
    let package = try Project.text("Package.swift")
    let list = try #require(package.firstRange(of: "let targets: [Target] = ["))
    let end = try #require(package[list.upperBound...].firstRange(of: "\n]"))
    let declared = package[list.upperBound..<end.lowerBound]
      .matches(of: /\.(?:target|executableTarget)\(\s*name: "(\w+)"/).map { String($0.1) }
    let documented = try Project.text("docs/ARCHITECTURE.md").matches(of: /\n\| `(\w+)` \|/).map { String($0.1) }
    #expect(declared.count > 10)
    #expect(documented == declared)
  }

  @Test(arguments: ["ARCHITECTURE", "DETECTION", "HISTORY", "DECISIONS"])
  func `a type or file that a page names is in the sources`(page: String) throws {
    let files = try Project.swiftFiles(in: "Sources") + Project.swiftFiles(in: "Plugins")
    var known = Set(files.compactMap { $0.split(separator: "/").last?.dropLast(".swift".count) }.map(String.init))
    for file in files {
      let declarations = try Project.text(file).matches(of: /(?:struct|class|enum|protocol|extension) ([A-Z]\w+)/)
      known.formUnion(declarations.map { String($0.1) })
    }
    // The targets, git's words and those of C are no types.
    known.formUnion(try Project.text("docs/ARCHITECTURE.md").matches(of: /\n\| `(\w+)` \|/).map { String($0.1) })
    known.formUnion(["HEAD", "MERGE_HEAD", "Package", "CMappings", "CGramSieve", "CEncodingSigns", "Benchmarks"])
    let text = try Project.text("docs/\(page).md")
    let named = text.matches(of: /`([A-Z]\w+(?:\+\w+)?)(?:\.[\w()…:]+)?`/).map { String($0.1) }
    #expect(named.count > 5)
    #expect(Set(named).subtracting(known).sorted() == [])
  }

  @Test func `no source file has more than 400 lines`() throws {
    let long = try Project.swiftFiles(in: "Sources").filter { file in
      try Project.text(file).split(separator: "\n", omittingEmptySubsequences: false).count > 401
    }
    #expect(long == [])
  }
}
