/// A contender under strace(1), which counts what its processes ask of the host's kernel.
struct Traced<Subject: Contender>: Contender {
    private let subject: Subject

    init(_ subject: Subject) {
        self.subject = subject
    }

    var name: String { subject.name }
    var kind: ContenderKind { subject.kind }
    var version: String { subject.version }
    var sharedDisk: Int64? { subject.sharedDisk }

    func command(_ task: ProbeTask, id: String) throws -> [String] {
        // The names alone, a line each, without those that were never made.
        ["strace", "-f", "-qq", "-c", "-U", "name,calls"] + (try subject.command(task, id: id))
    }

    var detachesIdle: Bool { subject.detachesIdle }

    func removal(of ids: [String]) -> [String]? { subject.removal(of: ids) }

    func ownDisk(id: String) throws -> Int64? { try subject.ownDisk(id: id) }

    /// How many names the summary lists: those lines between the two rules.
    func count(in lines: [String]) -> Int? {
        let rule = lines.firstIndex { $0.hasPrefix("----") }
        guard let rule else { return nil }
        let names = lines[(rule + 1)...].prefix { !$0.hasPrefix("----") }
        return names.isEmpty ? nil : names.count
    }
}
