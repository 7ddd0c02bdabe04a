import Commands
import Engine
import Glibc
import Images
import LinuxSystem
import OCI
import Registry
import Runtime

extension RunCommand {
    /// The process's own exit code, 128 and the signal that ended it, or 125
    /// for what is the engine's (Docker's convention).
    static func perform(_ asked: RunOptions) -> Int32 {
        Failure.reporting(exitCode: 125) {
            let options = withStandardNetwork(asked)
            if let format = options.plan { return try show(Engine.open().plan(options), as: format) }
            if options.terminal, options.interactive, !options.detach, TerminalSize.ofStandardInput() == nil {
                throw EngineError(.invalid, "the input device is not a terminal: leave out -t, or run from a terminal")
            }
            let supervisor = try SupervisorProcess.spawn()
            Trace.mark("skiff: supervisor spawned")
            let engine = try Engine.open()
            Trace.mark("skiff: engine opened")
            return report(
                try engine.run(options, by: supervisor, fetch: { try fetch($0, into: engine, options.pull) }))
        }
    }

    /// In the network that `SKIFF_NETWORK` names, or the default one, when none was asked for.
    static func withStandardNetwork(_ asked: RunOptions) -> RunOptions {
        var options = asked
        options.useStandardNetwork(getenv("SKIFF_NETWORK").map { String(cString: $0) })
        if options.network == .host, !options.networks.ports.isEmpty || options.networks.publishesAll {
            StandardStream.error.writeLine(
                "WARNING: Published ports are discarded when using host network mode")
        }
        return options
    }

    /// Tells what became of a container, and answers the exit code.
    static func report(_ outcome: Engine.RunOutcome) -> Int32 {
        switch outcome {
        case .detached(let id):
            StandardStream.output.writeLine(id)
            return 0
        case .abandoned(let name):
            Failure.complain("stopped following container \(name), which runs on: see 'skiff stop \(name)'")
            return 1
        case .left:
            return 0
        case .ended(let name, let record):
            if let error = record.error { Failure.complain(error) }
            if let cause = record.cause { Failure.complain("container \(name) \(cause)") }
            return record.exitCode
        }
    }

    /// Pulls an image before it is run. All is told on standard error: standard output is the container's.
    static func fetch(_ name: String, into engine: Engine, _ policy: PullPolicy) throws {
        let reference = try ImageReference(parsing: name)
        if policy == .missing {
            StandardStream.error.writeLine("Unable to find image '\(reference.familiar)' locally")
        }
        let registry = try Registry.ofEnvironment()
        _ = try ProgressDisplay.during(.pull, on: .error, isQuiet: false) { progress in
            try registry.pull(reference, into: engine.images, progress: progress)
        }
        engine.emitImage("pull", reference)
    }
}
