import Commands
import Engine
import Images
import LinuxSystem

extension SaveCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting {
            let engine = try Engine.open()
            let images = engine.images
            if let path = options.output {
                try images.save(names, path: path, format: options.format)
                engine.emitSave(of: names)
                return 0
            }
            guard !StandardStream.output.isTerminal else {
                throw EngineError(
                    .invalid, "cowardly refusing to save to a terminal: name a file with --output, or redirect")
            }
            try images.save(names, to: Descriptor.standardOutput(), name: "standard output", format: options.format)
            engine.emitSave(of: names)
            return 0
        }
    }
}
