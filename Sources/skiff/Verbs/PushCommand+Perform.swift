import Commands
import Engine
import Images
import LinuxSystem
import OCI
import Registry

extension PushCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting {
            let engine = try Engine.open()
            let store = engine.images
            let registry = try Registry.ofEnvironment()
            let compression: LayerCompression = options.compression == .gzip ? .gzip : .zstd
            let named = try ImageReference(parsing: names[0])
            if !options.quiet { StandardStream.output.writeLine("The push refers to repository [\(named.name)]") }
            for reference in try options.allTags ? tags(of: named, in: store) : [named] {
                let pushed = try ProgressDisplay.during(.push, isQuiet: options.quiet) { progress in
                    try registry.push(reference, from: store, compression: compression, progress: progress)
                }
                engine.emitImage("push", reference)
                StandardStream.output.writeLine(
                    options.quiet
                        ? reference.description
                        : "\(reference.tag ?? ""): digest: \(pushed.digest) size: \(pushed.size)")
            }
            return 0
        }
    }

    /// All tagged names of the repository that the store has.
    private static func tags(of named: ImageReference, in store: ImageStore) throws -> [ImageReference] {
        let references = try store.list().flatMap(\.references).filter { $0.name == named.name && $0.digest == nil }
        guard !references.isEmpty else {
            throw EngineError(
                .notFound,
                "an image does not exist locally with the tag: \(named.familiarName); see 'skiff images'")
        }
        return references.sorted { $0.description < $1.description }
    }
}
