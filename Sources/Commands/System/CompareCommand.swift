import Cgroups
import CommandLine
import Engine

/// `skiff compare`: the same program in containers and in virtual machines, measured.
public enum CompareCommand {
    /// The command; `perform` gets no words.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        var command = Command(
            "compare", "Compare containers with virtual machines on this machine", arguments: .none, perform: perform)
        command.discussion = """
            Runs one small program from the same files as a process, in containers and in virtual machines, and tells \
            what each takes: time from the command to the first instruction, the first answer and the end of all; \
            memory and disk of idle instances; work inside; what is seen from inside. Virtual machines need QEMU and \
            an unpacked kernel. Everything that was started is ended, also by Ctrl-C.
            """
        command.examples = [
            "skiff compare --runs 5 --density 20 --html report.html",
            "skiff compare --only start,skiff,microvm",
        ]
        return command
    }

    /// The flags of `compare`.
    public final class Options: CommandOptions {
        /// Measurements of each figure.
        public var runs = 5
        /// Idle instances at once.
        public var density = 10
        /// What idle instances are to fit into, in bytes.
        public var memory: UInt64?
        /// Where the report goes as JSON.
        public var json: String?
        /// Where the report goes as a page.
        public var html: String?
        /// Parts and contenders, all if empty.
        public var only: [String] = []
        /// The image that all roots are made of.
        public var image = "busybox"
        /// Where the unpacked kernel is.
        public var kernel: String?
        /// Seconds that an instance may take to come up.
        public var limit = 120

        public init() {}

        public var flags: [FlagGroup] {
            [
                FlagGroup([
                    Flag("runs", value: "NUMBER", "Measure each figure so many times (default: 5)") {
                        self.runs = try Self.number($0, 1...1000)
                    },
                    Flag("density", value: "NUMBER", "Have so many idle instances at once, 1000 at most (default: 10)")
                    {
                        self.density = try Self.number($0, 1...1000)
                    },
                    Flag(
                        "memory", value: "SIZE",
                        "Tell how many idle instances fit into that much memory (default: a quarter of the machine's)"
                    ) { self.memory = try Self.size($0) },
                    Flag("json", value: "FILE", "Write the report as JSON, too") { self.json = $0 },
                    Flag("html", value: "FILE", "Write the report as a page for a browser, too") { self.html = $0 },
                    Flag(
                        "only", value: "NAME,...",
                        "Only these parts (start, memory, benchmark, isolation) or contenders (process, skiff, runc, "
                            + "crun, docker, podman, microvm, q35)"
                    ) { self.only += $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) },
                    Flag("image", value: "IMAGE", "Make all roots of this image (default: busybox)") {
                        self.image = $0
                    },
                    Flag(
                        "kernel", value: "DIR",
                        "Use the kernel unpacked there (default: compare/kernel in the state directory)"
                    ) { self.kernel = $0 },
                    Flag("timeout", value: "SECONDS", "Give up on an instance after that time (default: 120)") {
                        self.limit = try Self.number($0, 1...3600)
                    },
                ])
            ]
        }

        private static func number(_ text: String, _ range: ClosedRange<Int>) throws(InvalidOption) -> Int {
            guard let number = Int(text), range.contains(number) else {
                throw InvalidOption("must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
            return number
        }

        private static func size(_ text: String) throws(InvalidOption) -> UInt64 {
            let size: UInt64
            do { size = try ByteSize.parse(text) } catch { throw InvalidOption(error.description) }
            guard size >= 1 << 20 else { throw InvalidOption("must be at least 1m") }
            return size
        }
    }
}
