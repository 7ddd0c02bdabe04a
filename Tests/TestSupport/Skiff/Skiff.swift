import LinuxSystem

/// The built `skiff` with a state directory of its own.
public final class Skiff: Sendable {
    /// What `SKIFF_ROOT` names.
    public let root: String
    private let directory: TemporaryDirectory
    private let environment: [String]

    /// A new state directory with these images. With `busybox` a first container
    /// has run, so that what is made once and stays, such as the compiled filter,
    /// is there. Who makes it calls `remove()`.
    /// - Parameter environment: variables that come before the usual ones, `KEY=VALUE`.
    public init(images: [FixtureImage] = [], environment: [String] = []) throws {
        self.environment = environment
        directory = try TemporaryDirectory()
        root = directory.path
        for image in images { try load(image) }
        if images.contains(.busybox) { try run("run", "--rm", "busybox", "true").succeeded() }
    }

    /// Runs the body with a state directory that goes afterwards, with its containers.
    public static func withOwnRoot<Value>(
        images: [FixtureImage] = [.busybox], environment: [String] = [], _ body: (Skiff) throws -> Value
    ) throws -> Value {
        let skiff = try Skiff(images: images, environment: environment)
        let result = Result { try body(skiff) }
        try skiff.remove()
        return try result.get()
    }

    /// Loads a fixture image.
    public func load(_ image: FixtureImage) throws {
        try run("load", "--input", Installation.layout(of: image)).succeeded()
    }

    /// Removes every container and then the directory.
    public func remove() throws {
        let ids = try run("ps", "--all", "--quiet", "--no-trunc").succeeded().lines
        if !ids.isEmpty { try run(["rm", "--force"] + ids).succeeded() }
        try directory.remove()
    }

    /// `skiff` with these words, for a terminal or to be followed while it runs.
    public func program(_ words: [String]) -> Program {
        Program(
            "\(Installation.executables)/skiff", words,
            // The first of a name counts: who tests networks names one there.
            environment: environment + Program.plainEnvironment
                + ["SKIFF_ROOT=\(root)", "SKIFF_NETWORK=none", "TERM=xterm"])
    }

    /// Runs `skiff` with these words to its end.
    @discardableResult
    public func run(
        _ words: [String], input: [UInt8] = [], within limit: Duration = .seconds(60)
    ) throws -> ProgramResult {
        try program(words).run(input: input, within: limit)
    }

    /// Runs `skiff` with these words to its end.
    @discardableResult
    public func run(_ words: String...) throws -> ProgramResult { try run(words) }

    /// Starts `skiff` with these words.
    public func start(_ words: String...) throws -> RunningProgram { try program(words).start() }
}
