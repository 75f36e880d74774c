// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableExperimentalFeature("Lifetimes"),
]

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS("26.0")],
  dependencies: [.package(name: "leaksift", path: "..")],
  targets: [
    // Only the benchmark compares with it.
    .systemLibrary(name: "CVectorscan", pkgConfig: "libhs", providers: [.apt(["libvectorscan-dev"])]),
    .systemLibrary(name: "CInflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
    .executableTarget(
      name: "speed", dependencies: ["CInflate", "CVectorscan", .product(name: "LeaksiftCore", package: "leaksift")],
      swiftSettings: strict),
    .executableTarget(name: "measure", swiftSettings: strict),
    .executableTarget(name: "compare", swiftSettings: strict),
    .target(
      name: "Labelled", dependencies: [.product(name: "LeaksiftCore", package: "leaksift")], swiftSettings: strict),
    .executableTarget(
      name: "accuracy", dependencies: ["Labelled", .product(name: "LeaksiftCore", package: "leaksift")],
      swiftSettings: strict),
    .executableTarget(
      name: "ablation", dependencies: ["Labelled", .product(name: "LeaksiftCore", package: "leaksift")],
      swiftSettings: strict),
    .executableTarget(
      name: "features", dependencies: ["Labelled", .product(name: "LeaksiftCore", package: "leaksift")],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
