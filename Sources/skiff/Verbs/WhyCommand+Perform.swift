import CommandLine
import Commands
import Engine
import JSON
import LinuxSystem
import Runtime

extension WhyCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        if let format = options.format {
            return InspectCommand.perform(format, names) { engine, name in
                try JSONValue(parsing: Report(try engine.explain(name)).json)
            }
        }
        return Failure.reporting(each: names) { engine, name in
            StandardStream.output.write(Report(try engine.explain(name)).text)
        }
    }

    /// What is told of one container.
    private struct Report: JSONWritable {
        let container: Container
        let explanation: Explanation

        init(_ found: (container: Container, explanation: Explanation)) {
            container = found.container
            explanation = found.explanation
        }

        /// A paragraph; the container's own words are quoted.
        var text: String {
            var lines = ["\(container.name): \(explanation.sentence)."]
            lines += explanation.facts.map { "  \($0.prefix(1).uppercased() + $0.dropFirst())." }
            if !explanation.lastLines.isEmpty {
                lines.append("  Its last words:")
                lines += explanation.lastLines.map { "    | \($0)" }
            }
            if !explanation.kernelLines.isEmpty {
                lines.append("  The kernel says:")
                lines += explanation.kernelLines.map { "    | \($0)" }
            }
            return lines.map { $0.terminalSafe + "\n" }.joined()
        }

        func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("ID", container.id)
                writer.member("Name", container.name)
                writer.member("Status", container.statusName)
                writer.member("Cause", explanation.cause)
                writer.member("PreviousCause", explanation.previousCause)
                writer.member("Sentence", explanation.sentence)
                writer.member("Facts", explanation.facts)
                writer.member("LastLines", explanation.lastLines)
                writer.member("KernelLines", explanation.kernelLines)
            }
        }
    }
}
