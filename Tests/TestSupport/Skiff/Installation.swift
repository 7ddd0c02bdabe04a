import Glibc

/// Where the built executables and the fixture images are.
public enum Installation {
    /// The directory of `skiff` and `skiff-runtime`: `SKIFF_EXECUTABLES`, or
    /// the package's own release build.
    public static let executables = variable("SKIFF_EXECUTABLES") ?? "\(package)/.build/release"

    /// The path of the OCI layout with the image; `SKIFF_FIXTURES` has all of
    /// them, otherwise it is made from its recipe at the first need.
    public static func layout(of image: FixtureImage) throws -> String {
        let directory = variable("SKIFF_FIXTURES") ?? "\(package)/.build/fixtures"
        let path = "\(directory)/\(image.rawValue)"
        if !HostFile.exists(path) {
            let build = Program("\(package)/rootfs-fixtures/build", [image.rawValue, path])
            try build.run(within: .seconds(300)).succeeded()
        }
        return path
    }

    /// The directory of Package.swift.
    public static let package: String = {
        var components = #filePath.split(separator: "/")
        while !components.isEmpty, !HostFile.exists("/\(components.joined(separator: "/"))/Package.swift") {
            components.removeLast()
        }
        return "/" + components.joined(separator: "/")
    }()

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}

/// The images of `rootfs-fixtures`; the raw value is the image's name.
public enum FixtureImage: String, Sendable, CaseIterable {
    case busybox
    case debian
    case probe
}
