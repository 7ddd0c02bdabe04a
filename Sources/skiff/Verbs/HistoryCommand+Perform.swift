import CommandLine
import Commands
import Engine
import Images
import LinuxSystem
import OCI

extension HistoryCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting {
            let steps = try Engine.open().images.history(of: names[0])
            if options.quiet {
                for step in steps { StandardStream.output.writeLine(shownID(of: step, options)) }
                return 0
            }
            let age = options.isForPeople ? "CreatedSince" : "CreatedAt"
            let listing = listing.showing(["ID", age, "CreatedBy", "Size", "Comment"])
            try listing.write(steps.map { row(of: $0, options) }, as: options.format)
            return 0
        }
    }

    private static let listing = Listing(
        [
            "ID": "IMAGE", "CreatedSince": "CREATED", "CreatedAt": "CREATED AT", "CreatedBy": "CREATED BY",
            "Size": "SIZE", "Comment": "COMMENT",
        ], columns: [])

    private static func row(of step: HistoryStep, _ options: Options) -> ListRow {
        let instruction = step.createdBy.replacing("\t", with: " ")
        let size = UInt64(max(0, step.size))
        return ListRow([
            "ID": shownID(of: step, options),
            "CreatedSince": options.isForPeople ? step.created.imageAge : step.created.imageTime,
            "CreatedAt": step.created?.description ?? "N/A",
            "CreatedBy": options.truncates ? instruction.clipped(to: 45) : instruction,
            "Size": options.isForPeople ? size.decimalSizeText : String(size), "Comment": step.comment,
        ])
    }

    private static func shownID(of step: HistoryStep, _ options: Options) -> String {
        guard let id = step.id else { return "<missing>" }
        return options.truncates ? String(id.short) : id.text
    }
}
