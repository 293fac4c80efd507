// swift-tools-version: 6.2
import PackageDescription

// A package of its own, as the other harness is, and apart from it, since this one needs GRDB. The drivers' folders
// are linked into Sources/ and are compiled here once more, with the flags of any release build.

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let sqlite: [Target.Dependency] = ["GRDB", "GRDBSQLite"].map { .product(name: $0, package: "GRDB.swift") }

let package = Package(
  name: "ebb-store-benchmarks",
  dependencies: [.package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0")],
  targets: [
    .systemLibrary(name: "CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .target(name: "CEbbLibpq", dependencies: ["CLibpq"]),
    .target(name: "EbbModel", swiftSettings: strict),
    .target(
      name: "EbbStore", dependencies: ["EbbModel", "CLibpq", "CEbbLibpq"] + sqlite, swiftSettings: strict),
    .executableTarget(
      name: "store-bench", dependencies: ["EbbStore", "EbbModel", "CLibpq", "CEbbLibpq"] + sqlite,
      swiftSettings: strict),
  ]
)
