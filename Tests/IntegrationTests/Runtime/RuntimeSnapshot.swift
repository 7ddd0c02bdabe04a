import LinuxSystem
import TestSupport
import Testing

/// Everything of the host that a bundle's containers could leave something in.
/// Two snapshots of an undisturbed host are equal.
struct RuntimeSnapshot {
    private let facts: [String: [String]]

    init(of bundle: Bundle) throws {
        facts = [
            "mount": try HostFile.text("/proc/self/mountinfo").split(separator: "\n").map(String.init),
            "link": HostFile.names(in: "/sys/class/net"),
            "cgroup": Self.cgroups(of: bundle),
            "process": Self.processes(of: bundle),
            "container": bundle.containers,
        ]
    }

    /// What differs, a line for each thing: `+ mount …` is new, `- mount …` is gone.
    func differences(since earlier: RuntimeSnapshot) -> [String] {
        facts.keys.sorted().flatMap { kind in
            (facts[kind] ?? []).difference(from: earlier.facts[kind] ?? []).map {
                switch $0 {
                case .insert(_, let line, _): "+ \(kind) \(line)"
                case .remove(_, let line, _): "- \(kind) \(line)"
                }
            }
        }
    }

    /// A container of a bundle is in the group of its name, at the
    /// top of every hierarchy.
    static func cgroups(of bundle: Bundle) -> [String] {
        let top = "/sys/fs/cgroup"
        return ([top] + HostFile.names(in: top).map { "\(top)/\($0)" }).flatMap { hierarchy in
            HostFile.names(in: hierarchy).filter { $0.hasPrefix(bundle.id) }.map { "\(hierarchy)/\($0)" }
        }
    }

    /// What was started with the bundle's mark and has not ended, but for what a
    /// shell that waits in a loop starts over and over.
    static func processes(of bundle: Bundle) -> [String] {
        HostProcess.all.filter { $0.environment.contains(bundle.mark) && $0.words != ["sleep", "0.01"] }
            .map { "\($0.id) \($0.words.joined(separator: " "))" }
    }
}

extension Bundle {
    /// Expects the host to be as it was, or to become so within five seconds.
    func expectHost(
        unchangedSince before: RuntimeSnapshot, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var differences = [String]()
        let isSettled = try eventually {
            differences = try RuntimeSnapshot(of: self).differences(since: before)
            return differences.isEmpty
        }
        guard !isSettled else { return }
        Issue.record("the host has changed: \(differences.joined(separator: "; "))", sourceLocation: sourceLocation)
    }

    /// Expects that the words are refused with exit code 1 and one
    /// line, which has these fragments, and that nothing was left.
    func expectRefusal(
        _ words: [String], _ fragments: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let before = try RuntimeSnapshot(of: self)
        // Into a file: a container that came to be in spite of all would keep a pipe open.
        let result = try program(words).run(writingTo: "\(directory)/refusal")
        #expect(result.exitCode == 1, "\(words): \(result)", sourceLocation: sourceLocation)
        let sentence = result.text
        for fragment in fragments {
            #expect(sentence.contains(fragment), "\(words): \(sentence)", sourceLocation: sourceLocation)
        }
        #expect(
            sentence.hasPrefix("skiff-runtime: ") && !sentence.contains("\n"), "\(words): \(sentence)",
            sourceLocation: sourceLocation)
        try expectHost(unchangedSince: before, sourceLocation: sourceLocation)
    }
}
