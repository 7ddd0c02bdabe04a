import CommandLine
import Commands
import Engine
import Images
import LinuxSystem

extension CheckCommand {
    static func perform(_ options: Options, _: [String]) -> Int32 {
        Failure.reporting {
            let report = try Engine.open().check(repair: options.repairs)
            if options.format == .table {
                for problem in report.problems { StandardStream.output.writeLine("\(problem)".terminalSafe) }
                StandardStream.output.writeLine(summary(of: report, options))
            } else {
                try listing.write(report.problems.map(row), as: options.format)
            }
            return report.isClean ? 0 : 1
        }
    }

    private static func summary(of report: StoreCheckReport, _ options: Options) -> String {
        let read =
            "\(count(report.imageCount, "image")), \(count(report.layerCount, "layer")), "
            + "\(count(report.blobCount, "blob")) with \(report.byteCount.sizeText)"
        let left = report.problems.count { $0.outcome != .repaired }
        let repaired = report.problems.count - left
        var result = left == 0 ? "nothing is wrong" : count(left, "problem")
        if repaired > 0 { result += ", \(repaired) repaired" }
        let advice = left > 0 && !options.repairs ? "; see 'skiff system check --repair'" : ""
        return "\(read): \(result)\(advice)"
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    private static let listing = Listing(
        ["Subject": "SUBJECT", "Name": "NAME", "Reason": "REASON", "Images": "IMAGES", "Outcome": "OUTCOME"],
        columns: ["Subject", "Name", "Reason", "Outcome"])

    private static func row(of problem: StoreProblem) -> ListRow {
        let outcome =
            switch problem.outcome {
            case .found: "found"
            case .repaired: "repaired"
            case .needsPull: "needs pull"
            case .remains(let advice): "remains: \(advice)"
            }
        return ListRow([
            "Subject": problem.subject.rawValue, "Name": problem.name, "Reason": problem.reason,
            "Images": problem.images.joined(separator: ", "), "Outcome": outcome,
        ])
    }
}
