import CommandLine
import Engine
import LinuxSystem
import Runtime

/// What a verb does with errors: one line on standard error, and an exit code.
enum Failure {
    /// Does the work; an error becomes a line, and its own exit code or the one given.
    static func reporting(exitCode: Int32 = 1, _ work: () throws -> Int32) -> Int32 {
        do {
            return try work()
        } catch {
            complain(error)
            return (error as? EngineError)?.exitCode ?? exitCode
        }
    }

    /// Opens the engine and does the work for each name in turn, as below.
    static func reporting(each names: [String], _ work: (Engine, String) throws -> Void) -> Int32 {
        reporting {
            let engine = try Engine.open()
            return reporting(each: names) { name in try work(engine, name) }
        }
    }

    /// Does the work for each name in turn. One that fails doesn't keep the
    /// others from it, but the exit code tells of it.
    static func reporting(each names: [String], _ work: (String) throws -> Void) -> Int32 {
        var exitCode: Int32 = 0
        for name in names {
            do {
                try work(name)
            } catch {
                complain(error)
                exitCode = 1
            }
        }
        return exitCode
    }

    static func complain(_ error: any Error) {
        complain((error as? SystemError).map { Engine.sentence(of: $0) } ?? "\(error)")
    }

    /// Names in a sentence may be an image's choice, and steer no terminal.
    static func complain(_ sentence: String) {
        StandardStream.error.writeLine("skiff: \(sentence.terminalSafe)")
    }
}
