import Cgroups
import CommandLine
import JSON
import LinuxSystem
import OCI
import Runtime

/// `update`: other limits for a running container.
enum UpdateVerb {
    static func command(_ globals: Globals) -> Command {
        var command = Command("update", "Change the limits of a container", arguments: .container) {
            (options: Options, words: [String]) in
            globals.reporting { store throws(RuntimeError) in
                try store.open(ContainerIdentifier(words[0])).update(try options.resources())
                return 0
            }
        }
        command.discussion = """
            What is not named stays as it is; -1 takes a limit away. --resources reads the specification's \
            linux.resources from a file, or from standard input for "-"; the other flags are then left out.
            """
        command.examples = ["skiff-runtime update --memory 50M --pids-limit 100 hello"]
        return command
    }

    final class Options: CommandOptions {
        private var file: String?
        private var memory = RuntimeSpec.Memory()
        private var cpu = RuntimeSpec.CPU()
        private var weight: UInt16?
        private var processes: Int64?

        func resources() throws(RuntimeError) -> RuntimeSpec.Resources {
            if let file { return try Self.read(file) }
            var resources = RuntimeSpec.Resources()
            resources.memory = memory
            resources.cpu = cpu
            if let weight { resources.blockIO = RuntimeSpec.BlockIO(weight: weight) }
            if let processes { resources.processes = RuntimeSpec.Processes(limit: processes) }
            return resources
        }

        private static func read(_ file: String) throws(RuntimeError) -> RuntimeSpec.Resources {
            let limit = 1 << 20
            let bytes: [UInt8]
            do throws(SystemError) {
                bytes =
                    try file == "-"
                    ? Descriptor.standardInput().readToEnd(limit: limit, name: "standard input")
                    : Descriptor.open(file, [.readOnly]).readToEnd(limit: limit, name: file)
            } catch {
                throw .system(error)
            }
            do { return try RuntimeSpec.Resources(jsonText: bytes) } catch { throw .refused("\(file): \(error)") }
        }

        var flags: [FlagGroup] { [FlagGroup([resourcesFlag]), FlagGroup("Limits", memoryFlags + cpuFlags + others)] }

        private var resourcesFlag: Flag {
            Flag("resources", short: "r", value: "FILE", "Read the limits as JSON, from standard input for -") {
                self.file = $0
            }
        }

        private var memoryFlags: [Flag] {
            [
                Flag("memory", value: "SIZE", "Memory, such as 50M") { self.memory.limit = try Int64(size: $0) },
                Flag("memory-reservation", value: "SIZE", "What it keeps when memory is short") {
                    self.memory.reservation = try Int64(size: $0)
                },
                Flag("memory-swap", value: "SIZE", "Memory and swap together") {
                    self.memory.swap = try Int64(size: $0)
                },
                Flag("kernel-memory", value: "SIZE", "Accepted, without effect: the kernel has no such limit any more")
                {
                    _ = try Int64(size: $0)
                },
                Flag("kernel-memory-tcp", value: "SIZE", "Memory for TCP buffers") {
                    self.memory.kernelTCP = try Int64(size: $0)
                },
            ]
        }

        private var cpuFlags: [Flag] {
            [
                Flag("cpu-period", value: "MICROSECONDS", "The period of the quota") {
                    self.cpu.period = try Number.parse($0)
                },
                Flag("cpu-quota", value: "MICROSECONDS", "Processor time in a period") {
                    self.cpu.quota = try Number.parse($0)
                },
                Flag("cpu-burst", value: "MICROSECONDS", "What may be saved up beyond the quota") {
                    self.cpu.burst = try Number.parse($0)
                },
                Flag("cpu-share", value: "N", "Its weight against others, 1024 by default") {
                    self.cpu.shares = try Number.parse($0)
                },
                Flag("cpu-rt-period", value: "MICROSECONDS", "The period of real-time processes") {
                    self.cpu.realtimePeriod = try Number.parse($0)
                },
                Flag("cpu-rt-runtime", value: "MICROSECONDS", "Time of real-time processes in a period") {
                    self.cpu.realtimeRuntime = try Number.parse($0)
                },
                Flag("cpuset-cpus", value: "LIST", "Processors, such as 0-2,7") { self.cpu.processors = $0 },
                Flag("cpuset-mems", value: "LIST", "Memory nodes") { self.cpu.memoryNodes = $0 },
                Flag("cpu-idle", value: "0|1", "Whether it runs only when nobody else does") {
                    self.cpu.idle = try Number.parse($0)
                },
            ]
        }

        private var others: [Flag] {
            [
                Flag("blkio-weight", value: "N", "Its weight for disks, 10 to 1000") {
                    self.weight = try Number.parse($0)
                },
                Flag("pids-limit", value: "N", "Processes and threads; -1 for as many as it likes") {
                    self.processes = try Number.parse($0)
                },
            ]
        }
    }
}

/// Numbers on the command line.
private enum Number {
    static func parse<Value: FixedWidthInteger>(_ text: String) throws -> Value {
        guard let value = Value(text) else { throw Invalid(description: "must be a whole number") }
        return value
    }

    struct Invalid: Error, CustomStringConvertible {
        let description: String
    }
}

extension Int64 {
    /// Bytes, with a unit of 1024 if one is given; -1 for no limit.
    fileprivate init(size text: String) throws {
        if text == "-1" {
            self = -1
        } else {
            self = Int64(clamping: try ByteSize.parse(text))
        }
    }
}
