import Commands
import Engine
import LinuxSystem

extension PortCommand {
    static func perform(_ options: Options, _ words: [String]) -> Int32 {
        Failure.reporting {
            let asked = words.count > 1 ? words[1] : nil
            for port in try Engine.open().publishedPorts(of: words[0], asked) {
                let host = port.host?.description ?? ""
                StandardStream.output.writeLine(asked == nil ? "\(port.port) -> \(host)" : host)
            }
            return 0
        }
    }
}
