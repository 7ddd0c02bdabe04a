import Commands
import Engine
import JSON
import LinuxSystem
import Template

extension InspectCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        perform(options.format, names) { engine, name in try find(name, options, engine) }
    }

    /// What is found is printed even when another name is unknown.
    static func perform(
        _ format: InspectFormat, _ names: [String], _ find: (Engine, String) throws -> JSONValue
    ) -> Int32 {
        do throws(TemplateError) {
            try format.check()
        } catch {
            Failure.complain(error)
            return unreadableTemplate
        }
        return Failure.reporting {
            let engine = try Engine.open()
            var found = [JSONValue]()
            let exitCode = Failure.reporting(each: names) { name in found.append(try find(engine, name)) }
            try format.write(found)
            return exitCode
        }
    }

    /// Docker's exit code for a template that can't be read.
    private static let unreadableTemplate: Int32 = 64

    /// Containers first, then images, as Docker looks for names.
    private static func find(_ name: String, _ options: Options, _ engine: Engine) throws -> JSONValue {
        let type = options.type
        if type != .image {
            do {
                return try JSONValue(encoding: engine.inspect(name, measuresSize: options.size))
            } catch let error as EngineError where error.kind == .notFound && type == nil {
                // It may be an image.
            }
        }
        guard let image = try engine.inspectImage(name) else {
            throw EngineError(.notFound, "no such \(type == nil ? "container or image" : "image"): \(name)")
        }
        return try JSONValue(encoding: image)
    }
}

extension ContainerInspectCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        InspectCommand.perform(options.format, names) { engine, name in
            try JSONValue(encoding: engine.inspect(name, measuresSize: options.size))
        }
    }
}
