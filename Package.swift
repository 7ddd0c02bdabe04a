// swift-tools-version: 6.2
import PackageDescription

/// One language mode and one set of flags for every target.
let flags: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    // A generic type is made at its first use. By default its name is looked up
    // for that, which takes four times as long and happens 90 times in a `run`.
    .unsafeFlags(["-Xfrontend", "-disable-concrete-type-metadata-mangled-name-accessors"]),
]

/// C is compiled as strictly as Swift.
let cFlags: [CSetting] = [
    .define("_GNU_SOURCE"),
    .unsafeFlags(["-std=gnu17", "-Wall", "-Wextra", "-Werror", "-O2"]),
]

/// Both executables run on any Linux without a shared library.
let fullyStatic: [LinkerSetting] = [.unsafeFlags(["-static-executable"])]

/// The runtime's first instructions are its own (`Sources/CProtection`).
let ownEntry: [LinkerSetting] = [.unsafeFlags(["-Xlinker", "--entry=skiff_start"])]

/// What the static FoundationEssentials needs and the linker isn't told of by
/// itself. `skiff-runtime` has no Foundation.
let foundation: [LinkerSetting] = [
    .linkedLibrary("_FoundationCollections"),
    .linkedLibrary("_FoundationCShims"),
    .linkedLibrary("swiftSynchronization"),
]

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")

/// What talks HTTP: one target's alone.
let network: [Target.Dependency] = [
    .product(name: "AsyncHTTPClient", package: "async-http-client"),
    .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOSSL", package: "swift-nio-ssl"),
]

let package = Package(
    name: "skiff",
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
    ],
    targets: [
        // The kernel and the system's C libraries.
        .target(name: "CShim", cSettings: cFlags),
        .target(
            name: "CProtection", dependencies: ["CShim"],
            // Its first part runs before there is a C library to call.
            cSettings: cFlags + [.unsafeFlags(["-ffreestanding", "-fno-stack-protector"])]),
        .systemLibrary(name: "CSeccomp", pkgConfig: "libseccomp", providers: [.apt(["libseccomp-dev"])]),
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CDeflate", providers: [.apt(["libdeflate-dev"])]),
        .target(name: "CInflate", cSettings: cFlags),
        .target(name: "CCompare", cSettings: cFlags),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"])]),

        // Libraries, lowest first; ARCHITECTURE.md says which may depend on which.
        .target(name: "LinuxSystem", dependencies: ["CShim"], swiftSettings: flags),
        .target(name: "JSON", swiftSettings: flags),
        .target(name: "OCI", dependencies: ["JSON"], swiftSettings: flags),
        .target(name: "Events", dependencies: ["JSON", "LinuxSystem"], swiftSettings: flags),
        .target(name: "Archive", dependencies: ["CDeflate", "CInflate", "CZstd", "LinuxSystem"], swiftSettings: flags),
        .target(name: "StateStore", dependencies: ["CSQLite", "LinuxSystem"], swiftSettings: flags),
        .target(name: "Networks", dependencies: ["CShim", "JSON", "LinuxSystem"], swiftSettings: flags),
        .target(name: "Cgroups", dependencies: ["CShim", "LinuxSystem"], swiftSettings: flags),
        .target(
            name: "Images", dependencies: ["CShim", "JSON", "LinuxSystem", "OCI", "Archive", "StateStore", crypto],
            swiftSettings: flags),
        .target(
            name: "Registry", dependencies: ["Archive", "Images", "JSON", "LinuxSystem", "OCI", crypto] + network,
            swiftSettings: flags),
        .target(
            name: "Runtime",
            dependencies: [
                "Archive", "CSeccomp", "CShim", "Cgroups", "Events", "JSON", "LinuxSystem", "Networks", "OCI",
            ],
            swiftSettings: flags),
        .target(
            name: "Engine",
            dependencies: [
                "Archive", "CShim", "Cgroups", "Events", "Images", "JSON", "LinuxSystem", "Networks", "OCI", "Runtime",
                "StateStore", crypto,
            ],
            swiftSettings: flags),
        .target(name: "CommandLine", swiftSettings: flags),
        .target(name: "Template", dependencies: ["JSON"], swiftSettings: flags),
        .target(
            name: "Commands",
            dependencies: [
                "Cgroups", "CommandLine", "Engine", "Events", "Images", "JSON", "LinuxSystem", "Networks", "OCI",
                "Runtime",
                "Template",
            ],
            swiftSettings: flags),
        .target(
            name: "Compare",
            dependencies: [
                "Archive", "CCompare", "CShim", "CommandLine", "Engine", "Images", "JSON", "LinuxSystem", "Networks",
                "OCI", "StateStore",
            ],
            swiftSettings: flags),

        // Executables.
        .executableTarget(
            name: "skiff-runtime",
            dependencies: [
                "CProtection", "CShim", "Cgroups", "CommandLine", "JSON", "LinuxSystem", "OCI", "Runtime",
            ],
            swiftSettings: flags, linkerSettings: fullyStatic + ownEntry),
        .executableTarget(
            name: "skiff",
            dependencies: [
                "Cgroups", "CommandLine", "Commands", "Compare", "Engine", "Events", "Images", "JSON", "LinuxSystem",
                "OCI", "Registry", "Runtime", "Template",
            ],
            swiftSettings: flags, linkerSettings: fullyStatic + foundation),
        // What `skiff compare` runs in containers and in virtual machines; C alone.
        // Swift's start would bring its library, which doesn't get along as a machine's first process.
        .executableTarget(
            name: "skiff-compare-probe", cSettings: cFlags,
            linkerSettings: fullyStatic + [.unsafeFlags(["-nostartfiles"])]),

        // Tests.
        .target(
            name: "TestSupport", dependencies: ["CShim", "Cgroups", "LinuxSystem"], path: "Tests/TestSupport",
            swiftSettings: flags),
        .testTarget(name: "LinuxSystemTests", dependencies: ["LinuxSystem", "TestSupport"], swiftSettings: flags),
        .testTarget(name: "EventsTests", dependencies: ["Events", "LinuxSystem", "TestSupport"], swiftSettings: flags),
        .testTarget(
            name: "NetworksTests", dependencies: ["CShim", "JSON", "LinuxSystem", "Networks", "TestSupport"],
            swiftSettings: flags),
        .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: flags),
        .testTarget(name: "OCITests", dependencies: ["JSON", "OCI"], swiftSettings: flags),
        .testTarget(
            name: "EngineTests",
            dependencies: [
                "Cgroups", "Engine", "Events", "JSON", "LinuxSystem", "Networks", "OCI", "Runtime", "StateStore",
                "TestSupport",
            ],
            swiftSettings: flags),
        .testTarget(name: "CommandLineTests", dependencies: ["CommandLine"], swiftSettings: flags),
        .testTarget(
            name: "TemplateTests", dependencies: ["JSON", "Template", "TestSupport"], swiftSettings: flags),
        .testTarget(
            name: "CommandsTests",
            dependencies: [
                "CommandLine", "Commands", "Engine", "Events", "Images", "JSON", "LinuxSystem", "Networks", "OCI",
                "Template",
            ],
            swiftSettings: flags),
        .testTarget(
            name: "CompareTests",
            dependencies: ["Archive", "ArchiveFixtures", "Compare", "JSON", "LinuxSystem", "TestSupport"],
            swiftSettings: flags),
        .testTarget(
            name: "CgroupsTests", dependencies: ["CShim", "Cgroups", "LinuxSystem", "TestSupport"], swiftSettings: flags
        ),
        .testTarget(
            name: "RuntimeTests",
            dependencies: [
                "CSeccomp", "CShim", "Cgroups", "Events", "JSON", "LinuxSystem", "Networks", "OCI", "Runtime",
                "TestSupport",
            ],
            swiftSettings: flags),
        .testTarget(
            name: "RegistryTests",
            dependencies: [
                "Archive", "Images", "JSON", "LinuxSystem", "OCI", "Registry", "RegistryFixtures", "TestSupport",
            ],
            swiftSettings: flags),
        .target(
            name: "RegistryFixtures", dependencies: ["LinuxSystem", "TestSupport", crypto],
            path: "Tests/RegistryFixtures", swiftSettings: flags),
        .testTarget(
            name: "IntegrationTests",
            dependencies: ["CShim", "LinuxSystem", "RegistryFixtures", "TestSupport", crypto],
            swiftSettings: flags),
        .target(
            name: "ArchiveFixtures", dependencies: ["Archive", "CZlib", "LinuxSystem"], path: "Tests/ArchiveFixtures",
            swiftSettings: flags),
        .testTarget(
            name: "ArchiveTests",
            dependencies: ["Archive", "ArchiveFixtures", "CInflate", "LinuxSystem"], swiftSettings: flags),
        .testTarget(
            name: "ImagesTests",
            dependencies: ["Archive", "ArchiveFixtures", "Images", "LinuxSystem", "OCI", "StateStore", crypto],
            swiftSettings: flags),
    ]
)
