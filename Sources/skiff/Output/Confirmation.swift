import Engine
import LinuxSystem

/// What is asked before something is removed that can't be brought back.
enum Confirmation {
    /// Goes on only when who is asked says yes.
    /// - Parameters:
    ///   - command: what is cancelled otherwise: `image prune`.
    ///   - warning: what is going to happen.
    static func require(_ command: String, _ warning: String) throws(EngineError) {
        StandardStream.output.write("WARNING! \(warning)\nAre you sure you want to continue? [y/N] ")
        guard let answer = readLine(), ["y", "Y", "yes", "YES"].contains(answer) else {
            throw EngineError(.conflict, "\(command) has been cancelled")
        }
    }
}
