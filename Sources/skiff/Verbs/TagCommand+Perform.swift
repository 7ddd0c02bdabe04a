import Commands
import Engine
import Images

extension TagCommand {
    static func perform(_: Options, _ names: [String]) -> Int32 {
        Failure.reporting {
            try Engine.open().images.tag(names[0], as: names[1])
            return 0
        }
    }
}
