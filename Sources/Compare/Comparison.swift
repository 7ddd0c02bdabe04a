// Compare starts the same program in containers and in virtual machines, from the same files, and tells what each
// costs and what it keeps apart. It is for people who want to see it for themselves: `skiff compare` calls it. It
// makes nothing that stays: directories, images in other engines, instances are gone when it ends, also when it
// is interrupted. It runs every contender by its command line, as its users do.

import CommandLine
import Engine
import LinuxSystem
import StateStore

/// One comparison, from looking who is here to the report.
public final class Comparison {
    let options: ComparisonOptions
    private let version: String
    let bench: Bench
    private let scratch: Scratch
    let progress: (ComparisonStep) -> Void
    private var notes: [String] = []
    /// The names of those who have no part in the rest.
    var failed: Set<String> = []

    /// - Parameters:
    ///   - version: Skiff's own.
    ///   - progress: told of each step, for a display.
    public init(
        _ options: ComparisonOptions, version: String, progress: @escaping (ComparisonStep) -> Void
    ) throws {
        self.options = options
        self.version = version
        self.progress = progress
        // The default network chooses a subnet that the host doesn't use: while that can be seen.
        if options.wants("skiff") { _ = try Engine.open().network("bridge") }
        bench = try Bench(limit: options.limit)
        scratch = try Scratch()
    }

    /// Measures everything that is wanted.
    public func run() throws -> Report {
        progress(.preparing("the image \(options.image)"))
        let probe = try ProbeFile.find()
        let root = try Root(of: options.image, in: scratch)
        let memory = try MachineMemory()
        let budget = options.memory ?? memory.total / 4
        var roster = Roster(options, root: root, scratch: scratch, probe: probe)
        defer { for words in roster.clearing { Bench.runQuietly(words) } }
        try roster.addContainers(skiffVersion: version)
        progress(.preparing("virtual machines"))
        let kernel = try options.kernel ?? "\(Engine.open().state.path)/compare/kernel"
        let place = MachinePlace(kernel: kernel, archive: root.archive, probe: probe, scratch: scratch.path)
        try roster.addMachines(options, place, bench) { note($0) }
        try requireMemory(for: roster.contenders, available: memory.available)
        try warmUp(&roster)
        guard !roster.contenders.isEmpty else {
            throw ComparisonError.refused(
                "nobody is left to compare: \(roster.leftOut.map(\.reason).joined(separator: "; "))")
        }
        var report = Report(
            machine: try MachineFacts(), commandLine: options.commandLine, image: "\(root.image) (\(root.imageID))",
            runs: options.runs, density: options.density, budget: budget)
        report.entries = try roster.contenders.map { contender in
            let words = try contender.command(.serve(port: 8080), id: "NAME")
            return Report.Entry(
                title: contender.title, kind: contender.kind.word, version: contender.version,
                command: words.map(\.shellQuoted).joined(separator: " "))
        }
        report.leftOut = roster.leftOut
        for (name, reason) in roster.leftOut { progress(.note("without \(name): \(reason)")) }
        try measure(roster.contenders, budget: budget, into: &report)
        report.notes = notes
        return report
    }

    /// Starts each once: the first time files are read from the disk, and filters compiled. Who fails is left out,
    /// unless it was asked for by name.
    private func warmUp(_ roster: inout Roster) throws {
        var uncounted = StartMeasure()
        for contender in roster.contenders {
            progress(.preparing(contender.title))
            do {
                try uncounted.run(contender, bench)
            } catch ComparisonError.failed(let reason, let lines)
                where !isIndispensable(contender)
            {
                roster.leaveOut(contender.name, ([reason] + lines.suffix(1)).joined(separator: ": "))
            }
        }
    }

    /// Without it there is nothing to compare, or not what was asked for.
    func isIndispensable(_ contender: any Contender) -> Bool {
        contender.name == "skiff" || options.contenders.contains(contender.name)
    }

    /// Refuses what would bring the machine to its knees.
    private func requireMemory(for contenders: [any Contender], available: UInt64) throws {
        guard options.wants(.memory) else { return }
        for case let machine as QemuMachine in contenders {
            // The monitor's own on top of the guest's.
            let needed = UInt64(options.density) * (UInt64(machine.memory) + 64) << 20
            guard needed > available else { continue }
            let fitting = available / ((UInt64(machine.memory) + 64) << 20)
            throw ComparisonError.refused(
                "\(options.density) idle \(machine.name)s need up to \(needed.binarySizeText) of memory, and "
                    + "\(available.binarySizeText) are available: use --density \(max(1, fitting)), or leave virtual "
                    + "machines out by --only")
        }
    }

    /// Something that the report is to say, too.
    func note(_ text: String) {
        notes.append(text)
        progress(.note(text))
    }
}

/// What a comparison is at, for who watches.
public enum ComparisonStep: Hashable, Sendable {
    /// Something that is made first.
    case preparing(String)
    /// A measurement of a contender: the part's name, then the contender's.
    case measuring(String, String, round: Int, of: Int)
    /// Something to be known, which stays to be read.
    case note(String)
}
