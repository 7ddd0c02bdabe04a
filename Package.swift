// swift-tools-version: 6.2
import PackageDescription

/// One language mode and one set of flags for every target.
let flags: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// C is compiled as strictly as Swift.
let cFlags: [CSetting] = [
    .define("_GNU_SOURCE"),
    .unsafeFlags(["-std=gnu17", "-Wall", "-Wextra", "-Werror", "-O2"]),
]

/// Both executables run on any Linux without a shared library. The named
/// libraries are those that the static FoundationEssentials and Foundation
/// need and that the linker isn't told of by itself.
let fullyStatic: [LinkerSetting] = [
    .linkedLibrary("_FoundationCollections"),
    .linkedLibrary("_FoundationCShims"),
    .linkedLibrary("swiftSynchronization"),
    .unsafeFlags(["-static-executable"]),
]

let package = Package(
    name: "skiff",
    targets: [
        .target(name: "CShim", cSettings: cFlags),
        .target(name: "LinuxSystem", dependencies: ["CShim"], swiftSettings: flags),
        .target(name: "OCI", swiftSettings: flags),
        .target(name: "Cgroups", dependencies: ["CShim", "LinuxSystem"], swiftSettings: flags),
        .target(name: "Engine", dependencies: ["LinuxSystem", "OCI"], swiftSettings: flags),

        .testTarget(name: "LinuxSystemTests", dependencies: ["LinuxSystem"], swiftSettings: flags),
        .testTarget(name: "CgroupsTests", dependencies: ["Cgroups", "LinuxSystem"], swiftSettings: flags),
    ]
)
