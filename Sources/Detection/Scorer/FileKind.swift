import Text

/// What the path says about a file: its kind by the ending, and hints in the folders' names.
public struct FileKind: Sendable, Equatable {
  var fileClass = 0
  var isCode = false
  var isConfiguration = false
  var isProse = false
  var isResource = false
  var isGenerated = false
  var folders = Folders()

  /// Whether the file contains what a program says in a language.
  var isTranslation: Bool { folders.contains(.language) || fileClass == Self.translations }

  /// Whether the file is written in a markup of documentation.
  var isManual: Bool { fileClass == 30 || fileClass == 31 }

  private static let translations = 36

  struct Folders: OptionSet, Sendable {
    let rawValue: UInt8
    static let test = Folders(rawValue: 1)
    static let example = Folders(rawValue: 2)
    static let documentation = Folders(rawValue: 4)
    static let vendor = Folders(rawValue: 8)
    static let language = Folders(rawValue: 16)
    static let configuration = Folders(rawValue: 32)
    static let source = Folders(rawValue: 64)
  }

  /// A file about which nothing is known.
  public init() {}

  /// - Parameter path: Path relative to the scanned root, with `/`.
  public init(path: Span<UInt8>) {
    let nameStart = (path.indices.last { path[$0] == UInt8(ascii: "/") } ?? -1) + 1
    let ending = path.indices.last { $0 > nameStart && path[$0] == UInt8(ascii: ".") }.map { $0 + 1 } ?? nameStart
    let lowered = (ending..<path.count).map { path[$0].lowercased }
    classify(ending: String(decoding: lowered, as: UTF8.self))
    let words = Self.folderWords.count(in: 0..<path.count, of: path)
    for (hint, group) in Self.hints where words(group) > 0 { folders.insert(hint) }
    // The list has it between slashes, since many names end so.
    if path.count > 5, "lang/".utf8.enumerated().allSatisfy({ path[$0.offset] == $0.element }) {
      folders.insert(.language)
    }
    if words(FolderWord.generated) > 0 { isGenerated = true }
  }

  private mutating func classify(ending: String) {
    guard let kind = Self.kinds[ending] else { return }
    fileClass = kind
    switch kind {
    case ..<20: isCode = true
    case ..<30: isConfiguration = true
    case ..<36: isProse = true
    default: isResource = true
    }
  }

  /// Writes the file's features.
  public func fill(_ vector: inout FeatureVector) {
    vector[.fileClass] = Float(fileClass)
    vector[.fileIsCode] = isCode ? 1 : 0
    vector[.fileIsConfiguration] = isConfiguration ? 1 : 0
    vector[.fileIsProse] = isProse ? 1 : 0
    vector[.fileIsResource] = isResource ? 1 : 0
    vector[.fileIsGenerated] = isGenerated ? 1 : 0
    vector[.folderTest] = folders.contains(.test) ? 1 : 0
    vector[.folderExample] = folders.contains(.example) ? 1 : 0
    vector[.folderDocumentation] = folders.contains(.documentation) ? 1 : 0
    vector[.folderVendor] = folders.contains(.vendor) ? 1 : 0
    vector[.folderLanguage] = folders.contains(.language) ? 1 : 0
    vector[.folderConfiguration] = folders.contains(.configuration) ? 1 : 0
    vector[.folderSource] = folders.contains(.source) ? 1 : 0
  }

  private enum FolderWord: Int {
    case test, example, documentation, vendor, language, configuration, source, generated
  }

  private static let hints: [(Folders, FolderWord)] = [
    (.test, .test), (.example, .example), (.documentation, .documentation), (.vendor, .vendor),
    (.language, .language), (.configuration, .configuration), (.source, .source),
  ]

  static let testWords = "test testing testdata unittest spec fixture mock golden e2e"
  static let exampleWords = "example sample demo tutorial"
  static let documentationWords = "docs/ doc/ documentation readme changelog"

  private static let folderWords = WordGroups(
    of: FolderWord.self,
    [
      (.test, testWords),
      (.example, exampleWords + " template"),
      (.documentation, documentationWords + " document"),
      (.vendor, "vendor third_party third-party node_modules external"),
      (.language, "/lang/ /langs/ languages/ locale i18n l10n translation messages_ /messages.properties"),
      (.configuration, "conf setting etc/ docker kube deploy env init cluster"),
      (.source, "src/ lib/ app/ pkg/ internal/ main/ model server client api/"),
      (.generated, ".lock -lock. .min. .map .sum bundle generated"),
    ])

  /// Numbers of kinds: below 20 source code, below 30 configuration and data, below 36 prose, above resources.
  private static let kinds: [String: Int] = {
    var kinds: [String: Int] = [:]
    let lists: [(Int, String)] = [
      (1, "c h cc cpp cxx hpp hh hxx m mm"), (2, "java"), (3, "kt kts scala groovy gradle"),
      (4, "js jsx mjs cjs"), (5, "ts tsx vue svelte"), (6, "go"), (7, "py pyx pyi ipynb"), (8, "rb erb rake haml"),
      (9, "php phtml"), (10, "cs vb fs"), (11, "rs zig swift dart"), (12, "hs ml ex exs erl clj lisp el elm moo las"),
      (13, "pl pm lua r jl tcl"), (14, "sql"), (15, "sh bash zsh fish ps1 bat cmd psm1"), (16, "graphql proto idl"),
      (20, "json har tfstate webmanifest"), (21, "yml yaml"), (22, "toml ini cfg cnf properties config conf"),
      (23, "env example dist sample envrc"), (24, "xml plist csproj pom"), (25, "tf tfvars hcl"), (26, "j2 tpl tmpl"),
      (27, "dockerfile makefile mk"), (28, "pem key crt cer pub asc"), (29, "csv tsv log"),
      (30, "md markdown mdx"), (31, "rst adoc asciidoc pod"), (32, "txt text"), (33, "html htm xhtml"),
      (translations, "strings rrc resx ldml po pot lproj arb ftl xlf xliff"), (37, "storyboard xib xaml svg"),
      (38, "css scss less"),
      (39, "bundle map lock snap golden"),
    ]
    for (kind, endings) in lists {
      for ending in endings.split(separator: " ") { kinds[String(ending)] = kind }
    }
    return kinds
  }()
}
