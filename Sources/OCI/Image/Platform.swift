/// The operating system and processor that an image is made for, in Go's
/// names (OCI image specification, "Image Index").
public struct Platform: Codable, Hashable, Sendable, CustomStringConvertible {
    /// GOOS: `linux`.
    public var os: String
    /// GOARCH: `amd64`, `arm64`, `arm`.
    public var architecture: String
    /// The processor's generation: `v7` of arm, `v8` of arm64.
    public var variant: String?

    public init(os: String = "linux", architecture: String, variant: String? = nil) {
        self.os = os
        self.architecture = architecture
        self.variant = variant
    }

    /// Parses `linux/arm64/v8`, or `arm64` for Linux's.
    public init(parsing text: String) throws(FormatError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard (1...3).contains(parts.count), !parts.contains("") else {
            throw FormatError("a platform", text, "it has the form OS/ARCHITECTURE[/VARIANT], as linux/amd64")
        }
        switch parts.count {
        case 1: self.init(architecture: parts[0])
        case 2: self.init(os: parts[0], architecture: parts[1])
        default: self.init(os: parts[0], architecture: parts[1], variant: parts[2])
        }
    }

    /// What this program was built for, and therefore runs on.
    public static var current: Platform {
        #if arch(x86_64)
            Platform(architecture: "amd64")
        #elseif arch(arm64)
            Platform(architecture: "arm64")
        #elseif arch(arm)
            Platform(architecture: "arm", variant: "v7")
        #else
            #error("name this architecture as GOARCH does")
        #endif
    }

    /// How well an image for `other` suits this host: zero is an exact match,
    /// more is worse, `nil` means that it cannot run.
    public func distance(to other: Platform) -> Int? {
        guard os == other.os, architecture == other.architecture else { return nil }
        let host = generation
        let image = other.generation
        // A newer 32-bit ARM runs older code; elsewhere a variant is a demand.
        if architecture == "arm" { return image <= host ? host - image : nil }
        return host == image ? 0 : nil
    }

    /// The variant as a number; the one that leaving it out stands for when absent.
    private var generation: Int {
        let usual = ["arm64": 8, "arm": 7][architecture] ?? 1
        guard let variant, variant.first == "v" else { return usual }
        return Int(variant.dropFirst()) ?? usual
    }

    public var description: String {
        [os, architecture, variant ?? ""].filter { !$0.isEmpty }.joined(separator: "/")
    }
}

extension ImageConfig {
    /// What the image is made for.
    public var platform: Platform { Platform(os: os, architecture: architecture, variant: variant) }
}
