import LinuxSystem

/// What the probe can be told to do.
enum ProbeTask: Hashable, Sendable {
    /// Answers one request and ends. The port is the one that it's reached by from outside.
    case serve(port: UInt16)
    /// Does nothing until it's killed.
    case idle
    /// Small, fixed pieces of work.
    case benchmark
    /// Tells what it sees.
    case look

    /// The probe's words.
    /// - Parameters:
    ///   - address: where to listen, with the port there.
    ///   - directory: where the root's files are made.
    func words(address: String, port: UInt16? = nil, directory: String = "/") -> [String] {
        switch self {
        case .serve(let hostPort): ["serve", address, String(port ?? hostPort)]
        case .idle: ["idle"]
        case .benchmark: ["benchmark", directory]
        case .look: ["look"]
        }
    }

    /// The port that the host reaches it by, of one that serves.
    var hostPort: UInt16? {
        if case .serve(let port) = self { port } else { nil }
    }
}

/// Something that the probe can be run in. Each says the words of a command that starts it, whose output is the
/// probe's, and which ends when all is gone.
protocol Contender: Sendable {
    /// As `--only` names it, and the report: `skiff`, `microvm`.
    var name: String { get }
    var kind: ContenderKind { get }
    /// The program behind it, with its version.
    var version: String { get }
    /// The command, for an instance of that name.
    func command(_ task: ProbeTask, id: String) throws -> [String]
    /// An idle instance goes on when its command has ended, as users have it; else the command goes on, too.
    var detachesIdle: Bool { get }
    /// Ends instances that their commands can't be asked to end: a command, which may find nothing to do; `nil`
    /// where it's enough to kill the command.
    func removal(of ids: [String]) -> [String]?
    /// Its published ports are in the host's network, since a daemon makes them that was there before.
    var publishesOnHost: Bool { get }
    /// The bytes of disk that one more instance takes, while it runs; `nil` where nobody knows.
    func ownDisk(id: String) throws -> Int64?
    /// The bytes that all of its instances share.
    var sharedDisk: Int64? { get }
}

/// How far away the host's kernel is.
enum ContenderKind: Hashable, Sendable {
    /// A process of the host, as the measure of what the program itself takes.
    case process
    /// Shares the host's kernel.
    case container
    /// Has a kernel of its own; the word is QEMU's for what executes it.
    case machine(Acceleration)

    var word: String {
        switch self {
        case .process: "process"
        case .container: "container"
        case .machine: "virtual machine"
        }
    }
}

extension Contender {
    /// With what executes a machine's instructions, without which its figures mean nothing.
    var title: String {
        if case .machine(let acceleration) = kind { "\(name) (\(acceleration.rawValue))" } else { name }
    }

    var publishesOnHost: Bool { false }

    var isMachine: Bool {
        if case .machine = kind { true } else { false }
    }
}
