import Commands
import Engine
import Images
import LinuxSystem
import OCI
import Registry

extension PullCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting {
            let store = try Engine.open().images
            let registry = try Registry.ofEnvironment()
            let reference = try ImageReference(parsing: names[0])
            for reference in try options.allTags ? registry.tags(of: reference) : [reference] {
                let pulled = try registry.pull(reference, platform: options.platform, into: store)
                if !options.quiet { show(pulled) }
                StandardStream.output.writeLine(reference.description)
            }
            return 0
        }
    }

    private static func show(_ pulled: PulledImage) {
        let status = pulled.isNew ? "Downloaded newer image for" : "Image is up to date for"
        StandardStream.output.writeLine("Digest: \(pulled.digest)")
        StandardStream.output.writeLine("Status: \(status) \(pulled.reference.familiar)")
    }
}
