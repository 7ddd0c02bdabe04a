import CommandLine
import JSON
import LinuxSystem
import Runtime

/// `ps`: the processes of a container.
enum PsVerb {
    static func command(_ globals: Globals) -> Command {
        var command = Command(
            "ps", "List the processes of a container",
            arguments: Arguments("CONTAINER [PS OPTION...]", 1..., endFlags: true)
        ) { (options: Options, words: [String]) in
            globals.reporting { store throws(RuntimeError) in
                let processes = try store.open(ContainerIdentifier(words[0])).processes()
                if options.json {
                    StandardStream.output.writeLine(String(decoding: processes.json, as: UTF8.self))
                } else {
                    let asked = Array(words.dropFirst())
                    StandardStream.output.write(
                        try ProcessTable.lines(of: processes, options: asked.isEmpty ? ["-ef"] : asked))
                }
                return 0
            }
        }
        command.discussion = """
            The table is that of the host's ps(1), 'ps -ef' unless options follow the container's name, with the \
            container's processes alone.
            """
        return command
    }

    final class Options: CommandOptions {
        var json = false
        var flags: [FlagGroup] { [FlagGroup([.format { self.json = $0 }])] }
    }
}

/// The table of ps(1), cut to some processes.
private enum ProcessTable {
    static func lines(of processes: [Int32], options: [String]) throws(RuntimeError) -> String {
        let output: [UInt8]
        do { output = try CapturedProgram.run("ps", options) } catch { throw .system(error) }
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
        guard let header = lines.first else { return "" }
        guard let column = header.split(separator: " ").firstIndex(of: "PID") else {
            throw .refused("ps \(options.joined(separator: " ")): its table has no column PID")
        }
        let ids = Set(processes)
        let own = lines.dropFirst().filter { line in
            let words = line.split(separator: " ")
            return words.count > column && Int32(words[column]).map(ids.contains) == true
        }
        return ([header] + own).map { "\($0)\n" }.joined()
    }
}
