import CommandLine
import Commands
import Engine
import LinuxSystem

extension TopCommand {
    static func perform(_ options: Options, _ words: [String]) -> Int32 {
        Failure.reporting {
            let processes = try Engine.open().top(words[0], options: Array(words.dropFirst()))
            var table = Table(processes.titles.map { Table.Column($0) })
            for row in processes.rows { table.append(row) }
            StandardStream.output.write(table.text)
            return 0
        }
    }
}
