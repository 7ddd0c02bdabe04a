import Glibc
import LinuxSystem

/// The program that is run everywhere: `skiff-compare-probe`, which the build puts beside `skiff`.
enum ProbeFile {
    /// Its path in every root.
    static let inside = "/skiff-compare-probe"

    /// The path of the one beside this executable.
    static func find() throws -> String {
        let path = try executable()
        let directory = path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex)
        let probe = "\(directory)\(inside)"
        guard access(probe, X_OK) == 0 else {
            throw ComparisonError.refused(
                "no \(probe), the program that is compared: copy it from the build (.build/release) beside skiff")
        }
        return probe
    }

    /// This executable, by its path.
    static func executable() throws -> String {
        let directory = try Descriptor.open("/proc/self", [.directory])
        return String(decoding: try directory.symbolicLinkTarget("exe"), as: UTF8.self)
    }
}
