import CommandLine

/// `skiff system recover`: brings records in line with the kernel.
public enum RecoverCommand {
    /// The command; `perform` gets no words.
    public static func command(perform: @escaping @Sendable (Options, [String]) -> Int32) -> Command {
        var command = Command(
            "recover", "Record what happened to containers while nobody watched", arguments: .none, perform: perform)
        command.discussion = """
            For after a restart of the host, or when supervisors were killed: ends are recorded, cgroups removed with \
            what still runs there, and what was half made goes. Other commands do the same for each container that \
            they come upon. The exit code is 1 if something could not be done.
            """
        return command
    }

    /// There are no flags.
    public final class Options: CommandOptions {
        public init() {}

        public var flags: [FlagGroup] { [] }
    }
}
