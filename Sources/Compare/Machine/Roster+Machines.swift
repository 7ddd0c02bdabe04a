import Glibc
import LinuxSystem

extension Roster {
    /// How long a guest may take to show that the processor executes it, in seconds: one that does needs
    /// a fraction of that.
    private static let trialLimit: Int64 = 10

    private static let translated = """
        virtual machines are translated (tcg), so that their times and their work inside are several times those with \
        hardware acceleration (kvm), and translated code adds to their memory
        """

    /// The virtual machines. What executes their instructions is found out by starting one.
    mutating func addMachines(
        _ options: ComparisonOptions, _ place: MachinePlace, _ bench: Bench, note: (String) -> Void
    ) throws {
        let models = QemuMachine.Model.allCases.filter { options.wants($0.rawValue) }
        guard !models.isEmpty else { return }
        let parts = MachineParts(place)
        var acceleration: Acceleration?
        for model in models {
            try add(model.rawValue) { _ in
                let machine = try parts.get().machine(model, .tcg)
                if acceleration == nil { acceleration = try Self.fastest(machine, bench, note) }
                return machine.with(acceleration ?? .tcg)
            }
        }
    }

    /// Hardware acceleration, if a guest comes up with it.
    private static func fastest(
        _ machine: QemuMachine, _ bench: Bench, _ note: (String) -> Void
    ) throws -> Acceleration {
        if let obstacle = Acceleration.obstacle() {
            note("\(translated): \(obstacle)")
            return .tcg
        }
        let accelerated = machine.with(.kvm)
        do {
            try bench.withInstance(of: accelerated, .idle) { instance in
                _ = try instance.waitForWord("first", seconds: min(trialLimit, bench.limit), bench.interruption)
            }
            return .kvm
        } catch ComparisonError.interrupted(let signal) {
            throw ComparisonError.interrupted(signal: signal)
        } catch {
            var reason = "\(error)"
            if case .failed(let sentence, let lines) = error as? ComparisonError {
                reason = ([sentence] + lines.suffix(1)).joined(separator: ": ")
            }
            note("\(translated): /dev/kvm is here, but with it no guest comes up: \(reason)")
            return .tcg
        }
    }
}

/// Where what machines are made of is found, and written.
struct MachinePlace {
    let kernel: String
    let archive: String
    let probe: String
    let scratch: String
}

/// What all machines share. It is made when the first one asks for it.
private final class MachineParts {
    struct Made {
        let kernel: GuestKernel
        let root: Initramfs
        let version: String
        let counterFrequency: Int

        func machine(_ model: QemuMachine.Model, _ acceleration: Acceleration) -> QemuMachine {
            QemuMachine(
                model: model, acceleration: acceleration, monitorVersion: version, kernel: kernel, root: root,
                counterFrequency: counterFrequency)
        }
    }

    private let place: MachinePlace
    private var made: Result<Made, any Error>?

    init(_ place: MachinePlace) {
        self.place = place
    }

    func get() throws -> Made {
        if made == nil { made = Result { try make() } }
        guard let made else { throw ComparisonError.refused("no parts of virtual machines") }
        return try made.get()
    }

    private func make() throws -> Made {
        #if !arch(x86_64)
            throw ComparisonError.refused("virtual machines are compared on x86-64 alone: microvm and q35 are PCs")
        #endif
        let version: String
        do {
            version = try Roster.version(of: QemuMachine.program)
        } catch ComparisonError.refused {
            throw ComparisonError.refused(
                "no \(QemuMachine.program): install QEMU (apt-get install --no-install-recommends qemu-system-x86)")
        }
        let kernel = try GuestKernel(in: place.kernel)
        let root = try Initramfs(
            of: place.archive, probe: place.probe, kernel: kernel, at: "\(place.scratch)/initramfs")
        let counter = try RunningProgram.finish([place.probe, "counter"], seconds: 10).lines.lazy
            .compactMap { ProbeLine.value(of: "counter", in: $0) }.first
        return Made(
            kernel: kernel, root: root, version: version, counterFrequency: counter.flatMap { Int($0) } ?? 0)
    }
}
