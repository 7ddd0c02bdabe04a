import TestSupport

/// skopeo(1), the other client that registries are filled and read with.
public enum Skopeo {
    /// Copies an image, as skopeo names sources and destinations; the registries
    /// of tests are plain, or signed by nobody that it knows.
    @discardableResult
    public static func copy(_ source: String, _ destination: String, _ flags: [String] = []) throws -> ProgramResult {
        try run(["copy", "-q", "--src-tls-verify=false", "--dest-tls-verify=false"] + flags + [source, destination])
            .succeeded()
    }

    /// What it tells of an image of a registry.
    public static func inspect(_ image: String, _ flags: [String] = []) throws -> JSON {
        try run(["inspect", "--tls-verify=false"] + flags + ["docker://\(image)"]).json()
    }

    /// Pushes a fixture image: `busybox` becomes `HOST/busybox:latest`, unless another name is given.
    public static func push(
        _ image: FixtureImage, to registry: RealRegistry, as name: String? = nil, _ flags: [String] = []
    ) throws {
        let layout = try Installation.layout(of: image)
        try copy(
            "oci:\(layout):\(image.rawValue):latest", "docker://\(registry.host)/\(name ?? image.rawValue)", flags)
    }

    /// Runs it with these words, whatever comes of it.
    public static func run(_ words: [String]) throws -> ProgramResult {
        try Program("/usr/bin/skopeo", ["--insecure-policy"] + words).run()
    }
}
