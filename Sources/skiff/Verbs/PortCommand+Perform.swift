import Commands
import Engine
import LinuxSystem

extension PortCommand {
    /// No container has published ports so far: there is nothing to list, and none that could be asked for.
    static func perform(_ options: Options, _ words: [String]) -> Int32 {
        Failure.reporting {
            let container = try Engine.open().listed(words[0])
            guard words.count > 1 else { return 0 }
            throw EngineError(.notFound, "no public port '\(words[1])' published for \(container.name)")
        }
    }
}
