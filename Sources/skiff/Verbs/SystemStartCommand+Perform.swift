import CommandLine
import Commands
import Engine
import LinuxSystem

extension SystemStartCommand {
    static func perform(_: RecoverCommand.Options, _: [String]) -> Int32 {
        Failure.reporting {
            let engine = try Engine.open()
            var exitCode = RecoverCommand.tell(try engine.recover())
            try engine.startAll { step in
                switch step {
                case .started(let name): StandardStream.output.writeLine("container \(name): started")
                case .failed(let name, let reason):
                    Failure.complain("cannot start container \(name): \(reason)")
                    exitCode = 1
                }
            }
            return exitCode
        }
    }
}
