// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who builds Ebb resolves or builds it. Ebb has no library product and its
// libraries are open to their own package only; so their folders are linked into Sources/ and are compiled here once
// more, with the flags of any release build.

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "ebb-benchmarks",
  targets: [
    .systemLibrary(name: "CIsal", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    // peers.cpp is compiled by g++, which makes more of simdjson than clang does, before this package: script/bench.
    .systemLibrary(name: "CPeers"),
    .target(name: "CEbbInflate", dependencies: ["CIsal"]),
    .target(name: "CEbbKernels"),
    .target(name: "EbbModel", swiftSettings: strict),
    .target(
      name: "EbbCodec", dependencies: ["EbbModel", "CEbbInflate", "CEbbKernels", "CIsal"],
      // Arrays alone are decoded by what is internal.
      swiftSettings: strict + [.unsafeFlags(["-enable-testing"])]),
    .target(name: "EbbAggregate", dependencies: ["EbbModel"], swiftSettings: strict),
    .target(name: "CEbbFiles"),
    .target(name: "EbbFiles", dependencies: ["CCrypto", "CEbbFiles"], swiftSettings: strict),
    .target(name: "EbbText", dependencies: ["EbbModel"], swiftSettings: strict),
    .target(name: "CEbbProcess"),
    .target(name: "EbbProcess", dependencies: ["CEbbProcess"], swiftSettings: strict),
    .target(name: "EbbAnalysis", dependencies: ["EbbModel"], swiftSettings: strict),
    .target(
      name: "EbbExport", dependencies: ["EbbModel", "EbbFiles", "EbbProcess", "EbbText", "CHDF5", "CZlib"],
      // Numbers alone are written by what is internal.
      swiftSettings: strict + [.unsafeFlags(["-enable-testing"])]),
    .executableTarget(
      name: "write-bench", dependencies: ["EbbCodec", "EbbExport", "EbbModel", "EbbText", "CPeers"],
      swiftSettings: strict),
    .executableTarget(
      name: "aggregate-bench", dependencies: ["EbbAggregate", "EbbModel"], swiftSettings: strict),
    .executableTarget(
      name: "coverage", dependencies: ["EbbAggregate", "EbbAnalysis", "EbbModel"], swiftSettings: strict),
    .executableTarget(
      name: "decode-bench", dependencies: ["EbbCodec", "EbbModel", "CPeers"], swiftSettings: strict),
  ]
)
