// swift-tools-version: 6.2
import PackageDescription

/// Settings that every Swift target shares: Swift 6 mode with explicit existentials and visible imports.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableExperimentalFeature("Lifetimes"),
  // Debug builds, and so the tests, check that no access overlaps another; asking again in use costs a thirtieth.
  .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
]

/// C libraries of the system; `apt` and `brew` name the packages that hold their headers.
let systemLibraries: [Target] = [
  .systemLibrary(
    name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"]), .brew(["libarchive"])]),
  .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
  .systemLibrary(name: "CLZMA", pkgConfig: "liblzma", providers: [.apt(["liblzma-dev"]), .brew(["xz"])]),
  .systemLibrary(
    name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"]), .brew(["pcre2"])]),
  .systemLibrary(
    name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"]), .brew(["libdeflate"])]),
  .systemLibrary(
    name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"]), .brew(["libsodium"])]),
  .systemLibrary(name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"]), .brew(["nettle"])]),
  .target(name: "CEncodingSigns"),
  .target(name: "CGramSieve"),
  .target(name: "CMappings"),
  .systemLibrary(name: "CPrefetch"),
  .target(name: "CStart"),
  .target(name: "CTOML"),
  .target(name: "CNotices"),
  .target(name: "CModels", exclude: ["grams.bin", "rarity.bin", "scorer.bin"]),
  .target(name: "CPage", exclude: ["page.css", "page.js"]),
]

/// What libarchive needs in turn, which only a static program names itself; each after those that need it.
let archiveLibraries: [LinkerSetting] = ["nettle", "acl", "lzma", "zstd", "lz4", "bz2", "z"].map {
  .linkedLibrary($0, .when(platforms: [.linux], configuration: .release))
}

/// Where the linker writes what it links, for the SBOM of `make dist`: by the environment, since another option on the command
/// line has everything compiled again.
let linkerMap = Context.environment["LEAKSIFT_MAP"].map { ["-Xlinker", "-Map=\($0)"] } ?? []

/// The targets of the program, bottom up: a target may depend only on targets above its own line in this list.
let targets: [Target] = [
  .target(name: "Platform", dependencies: ["CMappings"], swiftSettings: strict),
  .target(name: "Text", swiftSettings: strict),
  .target(name: "Findings", dependencies: ["CSodium", "Text"], swiftSettings: strict),
  .target(
    name: "ByteSearch", dependencies: ["CGramSieve", "CModels", "CPCRE2", "Platform", "Text"], swiftSettings: strict),
  .target(
    name: "Rules",
    dependencies: ["ByteSearch", "CDeflate", "CModels", "CSodium", "CTOML", "Findings", "Platform", "Text"],
    swiftSettings: strict),
  .executableTarget(name: "CompileRules", dependencies: ["Platform", "Rules"], swiftSettings: strict),
  .plugin(name: "BuiltInRulesPlugin", capability: .buildTool(), dependencies: ["CompileRules"]),
  .target(
    name: "BuiltInRules", dependencies: ["Rules"], swiftSettings: strict, plugins: ["BuiltInRulesPlugin"]),
  .target(
    name: "Detection",
    dependencies: ["ByteSearch", "CDeflate", "CEncodingSigns", "CModels", "Findings", "Platform", "Rules", "Text"],
    swiftSettings: strict),
  .target(name: "GitProcess", dependencies: ["Platform", "Text"], swiftSettings: strict),
  .target(
    name: "GitObjects",
    dependencies: ["ByteSearch", "CDeflate", "CNettle", "CPrefetch", "GitProcess", "Platform", "Text"],
    swiftSettings: strict),
  .target(
    name: "Content",
    dependencies: [
      "ByteSearch", "CArchive", "CLZMA", "CZlib", "Findings", "GitObjects", "GitProcess", "Platform", "Text",
    ],
    swiftSettings: strict),
  .target(
    name: "DotEnv", dependencies: ["Findings", "GitProcess", "Content", "Platform", "Text"], swiftSettings: strict),
  .target(
    name: "Scan",
    dependencies: [
      "BuiltInRules", "ByteSearch", "Detection", "DotEnv", "Findings", "GitObjects", "GitProcess", "Content",
      "Platform",
      "Rules", "Text",
    ],
    swiftSettings: strict),
  .target(
    name: "Verify", dependencies: ["ByteSearch", "Findings", "Platform", "Rules", "Text"], swiftSettings: strict),
  .target(name: "StoredReports", dependencies: ["Findings", "Platform", "Text"], swiftSettings: strict),
  .target(name: "Reports", dependencies: ["CPage", "Findings", "Text"], swiftSettings: strict),
  .target(
    name: "Serve",
    dependencies: ["ByteSearch", "Content", "Findings", "Platform", "Reports", "Rules", "Scan", "Text"],
    swiftSettings: strict),
  .executableTarget(
    name: "leaksift",
    dependencies: [
      "CNotices", "CStart", "Findings", "GitProcess", "Content", "Platform", "Reports", "Rules", "Scan",
      "Serve", "StoredReports", "Text", "Verify",
    ],
    swiftSettings: strict,
    linkerSettings: archiveLibraries + [
      .unsafeFlags(
        ["-static-executable", "-Xlinker", "--wrap=_ZN5swift28swift_abortAllocationFailureEmm"] + linkerMap,
        .when(platforms: [.linux], configuration: .release))
    ]),
]

/// One test target beside each target that has logic of its own, and what they share.
let tests: [Target] = [
  .testTarget(
    name: "GitObjectsTests",
    dependencies: ["ByteSearch", "CDeflate", "GitObjects", "GitProcess", "Platform", "RandomTestSupport"],
    swiftSettings: strict),
  .testTarget(name: "PlatformTests", dependencies: ["FileTestSupport", "Platform"], swiftSettings: strict),
  .testTarget(name: "TextTests", dependencies: ["Text"], swiftSettings: strict),
  .target(name: "FileTestSupport", path: "Tests/FileTestSupport", swiftSettings: strict),
  .target(
    name: "RandomTestSupport", dependencies: ["Rules"], path: "Tests/RandomTestSupport", swiftSettings: strict),
  .target(
    name: "EncodingTestSupport", dependencies: ["CDeflate", "Text"], path: "Tests/EncodingTestSupport",
    swiftSettings: strict),
  .testTarget(name: "ByteSearchTests", dependencies: ["ByteSearch", "RandomTestSupport"], swiftSettings: strict),
  .testTarget(
    name: "RulesTests", dependencies: ["BuiltInRules", "ByteSearch", "Findings", "Rules", "Text", "RandomTestSupport"],
    swiftSettings: strict
  ),
  .testTarget(
    name: "BuiltInRulesTests", dependencies: ["BuiltInRules", "Detection", "Findings", "Rules", "Text"],
    swiftSettings: strict),
  .testTarget(
    name: "DetectionTests",
    dependencies: [
      "BuiltInRules", "ByteSearch", "Detection", "EncodingTestSupport", "Findings", "Rules", "Text",
      "RandomTestSupport",
    ],
    swiftSettings: strict),
  .testTarget(
    name: "ScanTests",
    dependencies: [
      "Detection", "FileTestSupport", "Findings", "GitObjects", "Content", "Reports", "Rules", "Scan",
      "RandomTestSupport", "Text",
    ],
    swiftSettings: strict),
  .testTarget(
    name: "ServeTests",
    dependencies: ["FileTestSupport", "Platform", "RandomTestSupport", "Scan", "Serve", "Text"], swiftSettings: strict),
  .testTarget(
    name: "VerifyTests", dependencies: ["Findings", "Platform", "Rules", "Verify"],
    swiftSettings: strict),
  .testTarget(
    name: "StoredReportsTests", dependencies: ["FileTestSupport", "Findings", "Reports", "StoredReports"],
    swiftSettings: strict),
  .testTarget(
    name: "ReportsTests", dependencies: ["Findings", "Reports", "RandomTestSupport"], exclude: ["Golden"],
    swiftSettings: strict),
  .testTarget(name: "GitProcessTests", dependencies: ["GitProcess"], swiftSettings: strict),
  .testTarget(
    name: "ContentTests", dependencies: ["FileTestSupport", "Findings", "Content", "Platform"],
    swiftSettings: strict),
  .testTarget(
    name: "DotEnvTests", dependencies: ["DotEnv", "FileTestSupport", "Findings", "Content", "Rules"],
    swiftSettings: strict),
  .testTarget(
    name: "leaksiftTests", dependencies: ["Findings", "Platform", "Reports", "Scan", "Text", "leaksift"],
    swiftSettings: strict),
  .testTarget(
    name: "CommandLineTests", dependencies: ["EncodingTestSupport", "leaksift", "RandomTestSupport"],
    swiftSettings: strict),
  .testTarget(name: "StructureTests", swiftSettings: strict),
]

let package = Package(
  name: "leaksift",
  platforms: [.macOS("26.0")],
  products: [
    .executable(name: "leaksift", targets: ["leaksift"]),
    .library(
      name: "LeaksiftCore",
      targets: [
        "BuiltInRules", "ByteSearch", "Detection", "DotEnv", "Findings", "GitObjects", "Content", "Rules", "Scan",
        "Serve",
      ]),
  ],
  targets: systemLibraries + targets + tests,
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c2x,
  cxxLanguageStandard: .cxx17
)
