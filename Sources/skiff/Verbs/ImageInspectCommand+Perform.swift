import Commands
import Engine
import JSON

extension ImageInspectCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        InspectCommand.perform(options.format, names) { engine, name in
            guard let image = try engine.inspectImage(name) else {
                throw EngineError(.notFound, "no such image: \(name)")
            }
            return try JSONValue(encoding: image)
        }
    }
}
