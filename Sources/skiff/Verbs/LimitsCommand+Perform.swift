import Cgroups
import CommandLine
import Commands
import Engine
import JSON
import LinuxSystem

extension LimitsCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting {
            let engine = try Engine.open()
            return Failure.reporting(each: names) { name in
                let report = try engine.limits(name)
                try options.format.write(JSONValue(encoding: report)) {
                    (names.count > 1 ? "\(name)\n" : "") + table(report)
                }
            }
        }
    }

    private static func table(_ report: LimitsReport) -> String {
        // Notes are rare, and the table is wide.
        let hasNotes = report.rows.contains { $0.note != nil }
        var table = Table(
            (["limit", "asked", "kernel", "file", "use"] + (hasNotes ? ["note"] : [])).map { Table.Column($0) })
        for row in report.rows {
            let cells = [row.name, row.asked ?? "-", row.kernel ?? "-", row.file, row.use ?? "-"]
            table.append(cells + (hasNotes ? [row.note ?? ""] : []))
        }
        var pressure = Table("pressure", "some 10s", "some 60s", "full 10s", "full 60s")
        let measured = [("cpu", report.cpuPressure), ("memory", report.memoryPressure), ("io", report.ioPressure)]
        for (name, value) in measured {
            guard let value else { continue }
            pressure.append([name] + value.cells)
        }
        let hasPressure = measured.contains { $0.1 != nil }
        return table.text + (hasPressure ? "\n" + pressure.text : "")
    }
}
