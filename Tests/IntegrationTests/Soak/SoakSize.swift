import Glibc

/// How much the soak takes on: little in every test run, all of it by `scripts/soak engine`.
enum SoakSize {
    /// Containers that are disturbed: `SKIFF_SOAK_CONTAINERS`.
    static var containers: Int { variable("SKIFF_SOAK_CONTAINERS") ?? 12 }

    /// How long: `SKIFF_SOAK_SECONDS`.
    static var seconds: Int { variable("SKIFF_SOAK_SECONDS") ?? 6 }

    /// Containers that are only held: `SKIFF_SOAK_IDLE`.
    static var idle: Int { variable("SKIFF_SOAK_IDLE") ?? 40 }

    /// For what takes a while with each container, on a machine that has other work.
    static var patience: Duration { .seconds(60 + seconds * 10 + max(containers, idle)) }

    private static func variable(_ name: String) -> Int? {
        getenv(name).flatMap { Int(String(cString: $0)) }
    }
}
