import Commands
import Engine
import Images
import LinuxSystem
import OCI
import Registry

extension PullCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting {
            let reference = try ImageReference(parsing: names[0])
            let engine = try Engine.open()
            let registry = try Registry.ofEnvironment()
            for reference in try options.allTags ? registry.tags(of: reference) : [reference] {
                try pull(reference, options, registry, into: engine.images)
                engine.emitImage("pull", reference)
            }
            return 0
        }
    }

    private static func pull(
        _ reference: ImageReference, _ options: Options, _ registry: Registry, into store: ImageStore
    ) throws {
        if !options.quiet {
            let part = reference.tag ?? reference.digest?.text ?? ""
            StandardStream.output.writeLine("\(part): Pulling from \(reference.repository)")
        }
        let pulled = try ProgressDisplay.during(.pull, isQuiet: options.quiet) { progress in
            try registry.pull(reference, platform: options.platform, into: store, progress: progress)
        }
        if !options.quiet {
            let status = pulled.isNew ? "Downloaded newer image for" : "Image is up to date for"
            StandardStream.output.writeLine("Digest: \(pulled.digest)")
            StandardStream.output.writeLine("Status: \(status) \(pulled.reference.familiar)")
        }
        StandardStream.output.writeLine(reference.description)
    }
}
