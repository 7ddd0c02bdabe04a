import Commands
import Engine
import LinuxSystem

extension RmiCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting(each: names) { engine, name in
            for item in try engine.removeImage(name, force: options.force) {
                StandardStream.output.writeLine("\(item)")
            }
        }
    }
}
