import LinuxSystem

extension Engine {
    /// The version that the runtime beside this program tells of itself; `nil` when it doesn't answer.
    public static func runtimeVersion() throws(EngineError) -> String? {
        let program = try RuntimeProgram.find()
        // A runtime that can't be run is told when it's needed.
        guard let outcome = try? CapturedProgram.outcome(of: program.path, ["--version"]), outcome.exitCode == 0 else {
            return nil
        }
        let line = String(decoding: outcome.output, as: UTF8.self).split(separator: "\n").first
        return line?.split(separator: " ").last.map(String.init)
    }
}
