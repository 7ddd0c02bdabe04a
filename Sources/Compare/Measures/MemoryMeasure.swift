import Glibc
import LinuxSystem

/// What idle instances cost: all of them run at once, and after each one it is looked what has been added.
struct MemoryMeasure {
    /// What so many instances have added, in bytes.
    struct Point: Hashable, Sendable {
        let count: Int
        let proportional: Double
        let privateDirty: Double
        /// The kernel's own memory, more than before; less is possible, when it has freed something.
        let kernel: Double
        /// What the machine has less of to give away.
        let unavailable: Double
    }

    private(set) var proportional = Figure(
        id: "memory-pss", title: "memory of the processes of one idle instance (PSS)", group: .memory, unit: .bytes,
        method: "Of all processes that came with the instances, supervisors and monitors among them, by their number.")
    private(set) var privateDirty = Figure(
        id: "memory-private-dirty", title: "… that nobody shares and no file could bring back (private dirty)",
        group: .memory, unit: .bytes, method: "As above.")
    private(set) var kernel = Figure(
        id: "memory-kernel", title: "the host's kernel, for one idle instance", group: .memory, unit: .bytes,
        method: "Slab, kernel stacks, page tables and per-processor counters of /proc/meminfo: the median of what any "
            + "third of the instances adds.")
    private(set) var unavailable = Figure(
        id: "memory-unavailable", title: "what the machine has less of to give away (MemAvailable)", group: .memory,
        unit: .bytes, method: "MemAvailable, likewise; whatever else runs disturbs it.")
    private(set) var fitting = Figure(
        id: "density", title: "idle instances that fit", group: .memory, unit: .instances,
        method: "The given memory by what one instance costs: PSS and kernel memory.")
    private(set) var ownDisk = Figure(
        id: "disk-own", title: "disk for one more instance", group: .disk, unit: .bytes,
        method: "Blocks of the files that belong to this instance alone, while it runs.")
    private(set) var sharedDisk = Figure(
        id: "disk-shared", title: "disk that all instances share", group: .disk, unit: .bytes,
        method: "A container's: the image's layers. A virtual machine's: its kernel and its root, an initramfs.")
    /// By the contender's title.
    private(set) var points: [String: [Point]] = [:]

    /// How many run at once.
    let density: Int
    /// The memory that instances are to fit into, in bytes.
    let budget: UInt64

    init(density: Int, budget: UInt64) {
        self.density = density
        self.budget = budget
        fitting.isExtrapolated = true
    }

    var figures: [Figure] { [proportional, privateDirty, kernel, unavailable, fitting, ownDisk, sharedDisk] }

    /// Starts the instances one after the other, looks, and ends them all.
    mutating func run(_ contender: some Contender, _ bench: Bench, _ progress: (Int) -> Void) throws {
        try Self.waitUntilSettled(bench)
        let daemons = Daemons()
        let before = try MachineMemory()
        var instances = [Bench.Instance]()
        defer { bench.end(instances, of: contender) }
        var found = [Point]()
        for number in 1...density {
            progress(number)
            let instance = try bench.start(contender, .idle)
            instances.append(instance)
            try bench.waitUntilUp(instance)
            // What it still does when it has started is part of it.
            try bench.interruption.pause(milliseconds: contender.isMachine ? 300 : 20)
            if number == density { try bench.interruption.pause(milliseconds: 500) }
            found.append(try Self.look(count: number, since: before, daemons))
        }
        if let disk = try contender.ownDisk(id: instances[0].id) { ownDisk.add(Double(disk), of: contender) }
        if let disk = contender.sharedDisk { sharedDisk.add(Double(disk), of: contender) }
        try note(found, of: contender)
    }

    private mutating func note(_ found: [Point], of contender: some Contender) throws {
        points[contender.title] = found
        guard let last = found.last else { return }
        let count = Double(last.count)
        proportional.add(last.proportional / count, of: contender)
        privateDirty.add(last.privateDirty / count, of: contender)
        let kernelCost = Self.cost(found.map(\.kernel)), unavailableCost = Self.cost(found.map(\.unavailable))
        // Less than before tells of somebody else, who has let go of something meanwhile.
        if kernelCost > 0 { kernel.add(kernelCost, of: contender) }
        if unavailableCost > 0 { unavailable.add(unavailableCost, of: contender) }
        let cost = last.proportional / count + max(0, kernelCost)
        if cost > 0 { fitting.add((Double(budget) / cost).rounded(.down), of: contender) }
    }

    /// What one more instance adds to memory of the whole machine, by what there was more of with one, two, three …: the
    /// median of what a third of them has added, from any of the others on. Somebody else's memory that comes or goes at
    /// one moment is in a third of these differences.
    static func cost(_ more: [Double]) -> Double {
        let points = [0] + more
        let third = max(1, more.count / 3)
        return Statistics.median(zip(points, points.dropFirst(third)).map { ($1 - $0) / Double(third) }) ?? 0
    }

    /// The kernel takes its time to take apart what has ended, network namespaces above all: memory is looked at when
    /// it no longer becomes less, or after five seconds on a machine that does something else.
    private static func waitUntilSettled(_ bench: Bench) throws {
        let deadline = Uptime.now() + 5000
        var quiet = 0
        var last = try MachineMemory().kernel
        while quiet < 4, Uptime.now() < deadline {
            try bench.interruption.pause(milliseconds: 250)
            let now = try MachineMemory().kernel
            quiet = now + (128 << 10) < last ? 0 : quiet + 1
            last = now
        }
    }

    private static func look(count: Int, since before: MachineMemory, _ daemons: Daemons) throws -> Point {
        let processes = ProcessTree.descendants(of: getpid()).union(daemons.added())
        let memory = ProcessMemory(of: processes)
        let now = try MachineMemory()
        return Point(
            count: count, proportional: Double(memory.proportional), privateDirty: Double(memory.privateDirty),
            kernel: Double(now.kernel) - Double(before.kernel),
            unavailable: Double(before.available) - Double(now.available))
    }
}

/// Processes that belong to instances without having come of their commands: Docker's daemon starts those.
private struct Daemons {
    private static let name = "containerd-shim"
    private let before = ProcessTree.named(name)

    func added() -> Set<pid_t> { ProcessTree.named(Self.name).subtracting(before) }
}
