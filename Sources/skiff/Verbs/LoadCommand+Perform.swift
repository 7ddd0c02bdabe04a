import Commands
import Engine
import Images
import LinuxSystem

extension LoadCommand {
    static func perform(_ options: Options, _: [String]) -> Int32 {
        Failure.reporting {
            let images = try Engine.open().images
            if options.input == nil, StandardStream.inputIsTerminal {
                throw EngineError(.invalid, "nothing to load: give an archive with --input, or on standard input")
            }
            let loaded = try ProgressDisplay.during(.load, isQuiet: options.quiet) { progress in
                if let path = options.input { return try images.load(path: path, progress: progress) }
                return try images.load(Descriptor.standardInput(), name: "standard input", progress: progress)
            }
            for image in loaded { StandardStream.output.writeLine("\(image)") }
            return 0
        }
    }
}
