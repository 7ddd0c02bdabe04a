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
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    ],
    targets: [
        .target(name: "CShim", cSettings: cFlags),
        .target(name: "LinuxSystem", dependencies: ["CShim"], swiftSettings: flags),
        .target(name: "OCI", swiftSettings: flags),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"])]),
        .target(name: "Archive", dependencies: ["CZlib", "CZstd", "LinuxSystem"], swiftSettings: flags),
        .target(
            name: "StateStore", dependencies: ["LinuxSystem", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: flags),
        .target(
            name: "Images",
            dependencies: [
                "CShim", "LinuxSystem", "OCI", "Archive", "StateStore",
                .product(name: "Crypto", package: "swift-crypto"), .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: flags),
        .target(name: "Engine", dependencies: ["LinuxSystem", "OCI"], swiftSettings: flags),

        .testTarget(name: "OCITests", dependencies: ["OCI"], swiftSettings: flags),
        .target(
            name: "ArchiveFixtures", dependencies: ["Archive", "LinuxSystem"], path: "Tests/ArchiveFixtures",
            swiftSettings: flags),
        .testTarget(
            name: "ArchiveTests", dependencies: ["Archive", "ArchiveFixtures", "LinuxSystem"], swiftSettings: flags),
        .testTarget(
            name: "ImagesTests",
            dependencies: [
                "Images", "Archive", "ArchiveFixtures", "LinuxSystem", "OCI", "StateStore",
                .product(name: "Crypto", package: "swift-crypto"), .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: flags),
        .testTarget(name: "LinuxSystemTests", dependencies: ["LinuxSystem"], swiftSettings: flags),
    ]
)
