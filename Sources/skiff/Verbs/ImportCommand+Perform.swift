import Commands
import Engine
import Images
import LinuxSystem
import OCI

extension ImportCommand {
    static func perform(_ options: Options, _ words: [String]) -> Int32 {
        Failure.reporting {
            let reference = try words.count > 1 ? ImageReference(parsing: words[1]) : nil
            let details = ImportOptions(reference: reference, changes: options.changes, message: options.message)
            let engine = try Engine.open()
            let images = engine.images
            let id =
                try words[0] == "-"
                ? images.importRootFilesystem(Descriptor.standardInput(), name: "standard input", details)
                : images.importRootFilesystem(path: words[0], details)
            engine.emitImage("import", id: id, name: reference?.familiar)
            StandardStream.output.writeLine(id.text)
            return 0
        }
    }
}
