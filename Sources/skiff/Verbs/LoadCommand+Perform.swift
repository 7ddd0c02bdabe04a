import Commands
import Engine
import Images
import LinuxSystem

extension LoadCommand {
    static func perform(_ options: Options, _: [String]) -> Int32 {
        Failure.reporting {
            let engine = try Engine.open()
            let images = engine.images
            if options.input == nil, StandardStream.inputIsTerminal {
                throw EngineError(.invalid, "nothing to load: give an archive with --input, or on standard input")
            }
            // As with Docker, a program reads only what was loaded.
            let isQuiet = options.quiet || !StandardStream.output.isTerminal
            let loaded = try ProgressDisplay.during(.load, isQuiet: isQuiet) { progress in
                if let path = options.input { return try images.load(path: path, progress: progress) }
                return try images.load(Descriptor.standardInput(), name: "standard input", progress: progress)
            }
            for image in loaded {
                engine.emitLoad(of: image)
                StandardStream.output.writeLine("\(image)")
            }
            return 0
        }
    }
}
