// swift-tools-version: 6.2
import PackageDescription

// The targets are the layering: each imports what it depends on here and nothing else, which script/check-layering
// checks. ARCHITECTURE.md draws them.

/// script/test sets this. Users' builds do not fail on what a newer compiler warns about.
let warningsAsErrors = Context.environment["EBB_WARNINGS_AS_ERRORS"] == "1"

let strict: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + (warningsAsErrors ? [.treatAllWarnings(as: .error)] : [])

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// Tests are compiled in half the time where they are not optimized, in a release build too.
let unoptimized = [SwiftSetting.unsafeFlags(["-Onone"], .when(configuration: .release))]

/// - Parameter computing: whether the tests themselves compute for long, and so are optimized.
func tests(
  of name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [], computing: Bool = false
) -> Target {
  .testTarget(
    name: name + "Tests",
    dependencies: [.target(name: name), "EbbTestSupport"] + dependencies,
    exclude: exclude,
    swiftSettings: computing ? strict : strict + unoptimized)
}

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
/// SQLite itself, as GRDB imports it.
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")

let package = Package(
  name: "ebb",
  products: [.executable(name: "ebb", targets: ["ebb"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    .systemLibrary(name: "CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
    .systemLibrary(name: "CIsal", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    .target(name: "CEbbKernels"),
    .target(name: "CEbbInflate", dependencies: ["CIsal"]),
    .target(name: "CEbbLibpq", dependencies: ["CLibpq"]),
    library("EbbModel"),
    .target(name: "CEbbFiles"),
    library("EbbFiles", ["CCrypto", "CEbbFiles"]),
    library("EbbText", ["EbbModel"]),
    .target(name: "CEbbProcess"),
    library("EbbProcess", ["CEbbProcess"]),
    library("EbbCodec", ["EbbModel", "CEbbInflate", "CEbbKernels", "CIsal"]),
    library("EbbAggregate", ["EbbModel"]),
    library("EbbAnalysis", ["EbbModel"]),
    library("EbbStore", ["EbbModel", "CLibpq", "CEbbLibpq", grdb, sqlite]),
    library("EbbExport", ["EbbModel", "EbbFiles", "EbbProcess", "EbbText", "CHDF5", "CZlib"]),
    library("EbbPlot", ["EbbModel", "EbbProcess"]),
    library("EbbReport", ["EbbModel", "EbbFiles", "EbbText", "EbbPlot"]),
    library(
      "EbbPipeline",
      [
        "EbbModel", "EbbFiles", "EbbText", "EbbCodec", "EbbAggregate", "EbbAnalysis", "EbbStore", "EbbExport",
      ]),
    library(
      "EbbOperations",
      [
        "EbbModel", "EbbFiles", "EbbText", "EbbCodec", "EbbAggregate", "EbbAnalysis", "EbbStore", "EbbExport",
        "EbbPlot", "EbbReport", "EbbPipeline",
      ]),
    .executableTarget(
      name: "ebb",
      dependencies: [
        "EbbOperations", "EbbPipeline", "EbbAnalysis", "EbbReport", "EbbModel", "EbbText", argumentParser,
      ],
      swiftSettings: strict),

    // The generator of samples/, used by tests and benchmarks too.
    library("EbbSamples", ["CZlib", grdb]),
    .executableTarget(
      name: "ebb-samples", dependencies: ["EbbSamples", argumentParser], swiftSettings: strict),

    .target(
      name: "EbbTestSupport", dependencies: ["CZlib", "EbbSamples"], path: "Tests/EbbTestSupport",
      swiftSettings: strict),
    tests(of: "EbbModel"),
    tests(of: "EbbProcess"),
    .target(name: "CNumberTexts", path: "Tests/CNumberTexts"),
    tests(of: "EbbCodec", ["EbbModel", "CEbbKernels", "CNumberTexts", grdb], computing: true),
    tests(of: "EbbAggregate", ["EbbModel"], computing: true),
    tests(of: "EbbAnalysis", ["EbbModel"], computing: true),
    tests(of: "EbbStore", ["EbbModel", "EbbSamples", grdb]),
    tests(of: "EbbFiles"),
    tests(of: "EbbText", ["EbbModel"]),
    tests(of: "EbbExport", ["EbbModel", "EbbCodec", "EbbFiles", "EbbText", "CHDF5", "CZlib"]),
    tests(of: "EbbPlot", ["EbbModel"], exclude: ["Snapshots"]),
    tests(of: "EbbReport", ["EbbModel", "EbbFiles", "EbbText"]),
    tests(of: "EbbSamples", [grdb]),
    .target(
      name: "EbbFakeStore",
      dependencies: ["EbbModel", "EbbStore", "EbbText", "EbbPipeline", "EbbTestSupport"],
      path: "Tests/EbbFakeStore", swiftSettings: strict),
    tests(
      of: "EbbPipeline",
      ["EbbModel", "EbbAggregate", "EbbExport", "EbbSamples", "EbbStore", "EbbText", "EbbFakeStore"]),
    tests(
      of: "EbbOperations",
      [
        "EbbModel", "EbbAggregate", "EbbExport", "EbbFiles", "EbbReport", "EbbSamples", "EbbStore", "EbbText",
        "EbbPipeline",
        "EbbFakeStore",
      ]),
    .testTarget(
      name: "EbbCommandTests",
      dependencies: ["ebb", "EbbExport", "EbbOperations", "EbbSamples", "EbbTestSupport", grdb],
      exclude: ["Snapshots"],
      swiftSettings: strict + unoptimized),
  ]
)
