import Commands
import Engine
import LinuxSystem

extension InspectCommand {
    /// Containers first, then images, as Docker looks for names. What is found
    /// is printed even when another name is unknown.
    static func perform(_: Options, _ names: [String]) -> Int32 {
        Failure.reporting {
            let engine = try Engine.open()
            var found = [Inspected]()
            let exitCode = Failure.reporting(each: names) { name in found.append(try inspect(name, engine)) }
            try JSONLines.writePretty(found)
            return exitCode
        }
    }

    private static func inspect(_ name: String, _ engine: Engine) throws -> Inspected {
        do {
            return .container(try engine.inspect(name))
        } catch let error as EngineError where error.kind == .notFound {
            guard let image = try engine.inspectImage(name) else {
                throw EngineError(.notFound, "no such container or image: \(name)")
            }
            return .image(image)
        }
    }

    private enum Inspected: Encodable {
        case container(ContainerInspection)
        case image(ImageInspection)

        func encode(to encoder: any Encoder) throws {
            switch self {
            case .container(let container): try container.encode(to: encoder)
            case .image(let image): try image.encode(to: encoder)
            }
        }
    }
}
