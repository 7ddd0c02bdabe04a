import Glibc
import JSON
import LinuxSystem
import Runtime

/// What a container's `state.json` says, and its supervisor's lock.
struct ListedState {
    let status: ListedContainer.Status
    var process: ListedContainer.Process?
    /// Its supervisor went without a word; nobody has recorded its end yet.
    var isLost = false

    /// - Returns: `nil` for a container that is only half made, or half removed.
    static func read(from directory: borrowing ContainerDirectory) throws(SystemError) -> ListedState? {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try directory.descriptor.readSmallFile(ContainerDirectory.stateName)
        } catch {
            guard error.errno == ENOENT else { throw error }
            let isMade = try directory.descriptor.statusIfPresent(of: ContainerDirectory.recordName) != nil
            return isMade ? ListedState(status: .created) : nil
        }
        guard let state = StateFields(bytes) else { return ListedState(status: .dead) }
        if state.isEnded { return ListedState(status: state.status) }
        if try directory.isSupervised() { return ListedState(status: state.status, process: state.process) }
        // Between the two looks it may have ended in the usual way.
        guard let last = try StateFields(directory.descriptor.readFile(ContainerDirectory.stateName)) else {
            return ListedState(status: .dead)
        }
        if last.isEnded { return ListedState(status: last.status) }
        // The kernel killed the container with its supervisor.
        return ListedState(status: .exited(exitCode: 128 + SIGKILL, ended: last.recordedStart), isLost: true)
    }
}

/// The fields of `state.json` that a list shows. One that isn't there is not missed, so that states of older and of
/// newer versions can be listed.
private struct StateFields {
    private var word = ""
    private var pid: Int64 = 0
    private var cgroup = ""
    private var startedAt: Int64?
    private var startedSinceBoot: Int64?
    private var finishedAt: Int64 = 0
    private var exitCode: Int64 = 0
    private var isPaused = false
    private var health: ListedContainer.Health?

    /// `nil` for bytes that are none of ours.
    init?(_ bytes: [UInt8]) {
        do throws(JSONError) {
            var scanner = JSONScanner(bytes)
            try scanner.members { key, scanner throws(JSONError) in
                word = key
                try read(&scanner)
            }
        } catch {
            return nil
        }
        guard isEnded || word == "running" || word == "restarting" else { return nil }
    }

    private mutating func read(_ scanner: inout JSONScanner) throws(JSONError) {
        try scanner.members { key, scanner throws(JSONError) in
            switch key {
            case "pid": pid = try scanner.integer()
            case "cgroup": cgroup = try scanner.string()
            case "startedAt": startedAt = try scanner.takeNull() ? nil : scanner.integer()
            case "startedSinceBoot": startedSinceBoot = try scanner.integer()
            case "finishedAt": finishedAt = try scanner.integer()
            case "exitCode": exitCode = try scanner.integer()
            case "paused": isPaused = try scanner.boolean()
            case "health": try readHealth(&scanner)
            // How the run before ended, of one that is restarting.
            case "last": try read(&scanner)
            default: try scanner.skip()
            }
        }
    }

    private mutating func readHealth(_ scanner: inout JSONScanner) throws(JSONError) {
        try scanner.members { key, scanner throws(JSONError) in
            switch key {
            case "status": health = ListedContainer.Health(rawValue: try scanner.string())
            default: try scanner.skip()
            }
        }
    }

    var isEnded: Bool { word == "exited" }

    var recordedStart: Timestamp { Timestamp(nanoseconds: startedAt ?? 0) }

    /// Of what runs, by the wall clock as it goes now: it may have been set since.
    private var start: Timestamp {
        startedSinceBoot.map { Timestamp(nanoseconds: BootID.time.nanoseconds + $0) } ?? recordedStart
    }

    var process: ListedContainer.Process? {
        word == "running" ? ListedContainer.Process(pid: Int32(truncatingIfNeeded: pid), cgroup: cgroup) : nil
    }

    var status: ListedContainer.Status {
        let ended = Timestamp(nanoseconds: finishedAt)
        let exitCode = Int32(truncatingIfNeeded: exitCode)
        return switch word {
        case "running" where isPaused: .paused(since: start)
        case "running": .running(since: start, health: health)
        case "restarting": .restarting(exitCode: exitCode, ended: ended)
        default: .exited(exitCode: exitCode, ended: ended)
        }
    }
}

extension ListedContainer.Record {
    /// `container.json`: identity, and what was asked, in `settings` or beside it.
    init(jsonText bytes: [UInt8]) throws(JSONError) {
        var scanner = JSONScanner(bytes)
        try read(&scanner)
    }

    private mutating func read(_ scanner: inout JSONScanner) throws(JSONError) {
        try scanner.members { key, scanner throws(JSONError) in
            switch key {
            case "image": image = try scanner.string()
            case "arguments":
                arguments = []
                try scanner.elements { scanner throws(JSONError) in arguments.append(try scanner.string()) }
            case "labels":
                try scanner.members { key, scanner throws(JSONError) in labels[key] = try scanner.string() }
            case "network": network = try scanner.string()
            case "networks": try readNetworks(&scanner)
            case "mounts":
                try scanner.elements { scanner throws(JSONError) in try readMount(&scanner) }
            case "settings": try read(&scanner)
            default: try scanner.skip()
            }
        }
    }

    private mutating func readNetworks(_ scanner: inout JSONScanner) throws(JSONError) {
        try scanner.members { key, scanner throws(JSONError) in
            switch key {
            case "connections":
                try scanner.elements { scanner throws(JSONError) in
                    try scanner.members { key, scanner throws(JSONError) in
                        switch key {
                        case "name": connections.append(try scanner.string())
                        default: try scanner.skip()
                        }
                    }
                }
            case "exposed":
                try scanner.elements { scanner throws(JSONError) in
                    // Whatever isn't a port is none that could be shown.
                    exposed += (try? ContainerPort.all(parsing: scanner.string())) ?? []
                }
            default: try scanner.skip()
            }
        }
    }

    private mutating func readMount(_ scanner: inout JSONScanner) throws(JSONError) {
        var mount = ListedContainer.Mount(source: "", target: "", isVolume: false)
        try scanner.members { key, scanner throws(JSONError) in
            switch key {
            case "target": mount.target = try scanner.string()
            case "path": mount.source = try scanner.string()
            case "volume":
                mount.isVolume = true
                try Self.readVolume(&scanner, &mount)
            default: try scanner.skip()
            }
        }
        if !mount.source.isEmpty { mounts.append(mount) }
    }

    private static func readVolume(
        _ scanner: inout JSONScanner, _ mount: inout ListedContainer.Mount
    ) throws(JSONError) {
        try scanner.members { key, scanner throws(JSONError) in
            switch key {
            case "name": mount.source = try scanner.string()
            default: try scanner.skip()
            }
        }
    }
}
