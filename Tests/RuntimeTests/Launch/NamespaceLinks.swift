import OCI
import TestSupport

@testable import Runtime

/// The namespaces that a process is in, by kind (namespaces(7)).
struct NamespaceLinks: Equatable {
    private let links: [RuntimeSpec.NamespaceType: String]

    /// Prints what `init(_:)` reads, of the shell that runs it.
    static let command = "cd /proc/self/ns && for kind in *; do echo $kind $(busybox readlink $kind); done"

    /// As the host sees them.
    /// - Parameter process: a number, or `self`.
    init(of process: String) {
        let pairs = RuntimeSpec.NamespaceType.allCases.map { type in
            (type, HostFile.linkTarget("/proc/\(process)/ns/\(type.fileName)") ?? "none")
        }
        links = Dictionary(uniqueKeysWithValues: pairs)
    }

    /// What the command printed.
    init(_ output: String) {
        var links = [RuntimeSpec.NamespaceType: String]()
        for line in output.split(separator: "\n") {
            let words = line.split(separator: " ")
            let type = RuntimeSpec.NamespaceType.allCases.first { words.first == $0.fileName[...] }
            if let type { links[type] = words.last.map(String.init) }
        }
        self.links = links
    }

    /// The kinds that both are in the same of.
    func same(as other: NamespaceLinks) -> [RuntimeSpec.NamespaceType] {
        RuntimeSpec.NamespaceType.allCases.filter { links[$0] == other.links[$0] }
    }
}
