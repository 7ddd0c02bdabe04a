import Commands
import Engine
import LinuxSystem
import Runtime

extension CreateCommand {
    /// Prints the id; 125 for what is the engine's, as with `run`.
    static func perform(_ asked: RunOptions) -> Int32 {
        Failure.reporting(exitCode: 125) {
            let engine = try Engine.open()
            let options = RunCommand.withStandardNetwork(asked)
            let id = try engine.create(options) { try RunCommand.fetch($0, into: engine, options.pull) }
            StandardStream.output.writeLine(id)
            return 0
        }
    }
}

extension StartCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        guard options.attach || options.interactive else {
            return Failure.reporting(each: names) { engine, name in
                try engine.start(name)
                StandardStream.output.writeLine(name)
            }
        }
        return Failure.reporting {
            guard names.count == 1 else {
                throw EngineError(.invalid, "cannot attach to several containers at once: name one")
            }
            let attaching = AttachOptions(input: options.interactive, detachKeys: options.detachKeys)
            let supervisor = try SupervisorProcess.spawn()
            let engine = try Engine.open()
            guard let outcome = try engine.start(names[0], by: supervisor, attaching: attaching) else {
                return RunCommand.report(try engine.attach(names[0], attaching))
            }
            return RunCommand.report(outcome)
        }
    }
}

extension RestartCommand {
    static func perform(_ options: StopCommand.Options, _ names: [String]) -> Int32 {
        Failure.reporting(each: names) { engine, name in
            try engine.stop(name, signal: options.signal, seconds: options.timeout)
            try engine.start(name)
            StandardStream.output.writeLine(name)
        }
    }
}

extension AttachCommand {
    static func perform(_ options: AttachOptions, _ names: [String]) -> Int32 {
        Failure.reporting {
            RunCommand.report(try Engine.open().attach(names[0], options))
        }
    }
}

extension ExecCommand {
    static func perform(_ name: String, _ options: ExecOptions) -> Int32 {
        Failure.reporting {
            if options.terminal, options.interactive, !options.detach, TerminalSize.ofStandardInput() == nil {
                throw EngineError(.invalid, "the input device is not a terminal: leave out -t, or run from a terminal")
            }
            switch try Engine.open().execute(name, options) {
            case .detached: return 0
            case .ended(let exitCode): return exitCode
            case .refused(let exitCode, let sentence):
                Failure.complain(sentence)
                return exitCode
            case .abandoned: return 1
            case .lost:
                Failure.complain("the process ended with container \(name), or its supervisor was killed")
                return 137
            }
        }
    }
}

extension PauseCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting(each: names) { engine, name in
            try engine.pause(name)
            StandardStream.output.writeLine(name)
        }
    }

    static func performReverse(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting(each: names) { engine, name in
            try engine.unpause(name)
            StandardStream.output.writeLine(name)
        }
    }
}

extension RenameCommand {
    static func perform(_ options: PauseCommand.Options, _ names: [String]) -> Int32 {
        Failure.reporting {
            try Engine.open().rename(names[0], to: names[1])
            return 0
        }
    }
}

extension UpdateCommand {
    static func perform(_ changes: ContainerChanges, _ names: [String]) -> Int32 {
        Failure.reporting {
            if changes.isEmpty { throw EngineError(.invalid, "nothing to change: name a limit, a port or --restart") }
            return Failure.reporting(each: names) { engine, name in
                try engine.update(name, changes)
                StandardStream.output.writeLine(name)
            }
        }
    }
}
