// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableExperimentalFeature("Lifetimes"),
]

let package = Package(
  name: "Fuzz",
  platforms: [.macOS("26.0")],
  dependencies: [.package(name: "leaksift", path: "..")],
  targets: [
    .executableTarget(
      name: "fuzz", dependencies: [.product(name: "LeaksiftCore", package: "leaksift")], swiftSettings: strict)
  ],
  swiftLanguageModes: [.v6]
)
