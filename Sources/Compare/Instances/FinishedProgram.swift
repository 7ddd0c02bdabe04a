import Glibc
import LinuxSystem

/// A program of the host that has ended.
struct FinishedProgram {
    /// Its own, or 128 and a signal's number.
    let exitCode: Int32
    let lines: [String]
}

extension RunningProgram {
    /// Runs a program and waits for its end; one that takes longer is killed.
    static func finish(_ words: [String], seconds: Int64) throws -> FinishedProgram {
        let program = try RunningProgram(words)
        defer { program.kill() }
        try program.collect(seconds: seconds)
        return FinishedProgram(exitCode: program.exitCode ?? 137, lines: program.lines)
    }
}
