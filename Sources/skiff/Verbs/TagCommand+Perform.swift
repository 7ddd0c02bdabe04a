import Commands
import Engine
import Images
import OCI

extension TagCommand {
    static func perform(_: Options, _ names: [String]) -> Int32 {
        Failure.reporting {
            let engine = try Engine.open()
            try engine.images.tag(names[0], as: names[1])
            engine.emitNamed("tag", try ImageReference(parsing: names[1]))
            return 0
        }
    }
}
