import Commands
import Engine
import Images
import LinuxSystem

extension RmiCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting(each: names) { engine, name in
            do {
                for item in try engine.removeImage(name, force: options.force) {
                    StandardStream.output.writeLine("\(item)")
                }
            } catch let error as ImageError where options.force && error.kind == .notFound {
                // That it is gone is what was wanted: told, but no failure, as in Docker.
                Failure.complain(error)
            }
        }
    }
}
