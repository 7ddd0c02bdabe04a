import CommandLine
import Commands
import Engine
import JSON
import LinuxSystem

extension RunCommand {
    /// Prints what a start would do. What an image or an option says steers no terminal.
    static func show(_ plan: ContainerPlan, as format: PlanFormat) throws -> Int32 {
        switch format {
        case .json: StandardStream.output.writeLine(String(decoding: plan.json, as: UTF8.self))
        case .text:
            for line in plan.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
                StandardStream.output.writeLine(String(line).terminalSafe)
            }
        }
        return 0
    }
}
