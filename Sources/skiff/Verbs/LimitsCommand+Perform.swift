import Cgroups
import CommandLine
import Commands
import Engine
import LinuxSystem

extension LimitsCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting {
            let engine = try Engine.open()
            return Failure.reporting(each: names) { name in
                let report = try engine.limits(name)
                switch options.format {
                case .json: try JSONLines.writePretty(report)
                case .table:
                    let title = names.count > 1 ? "\(name)\n" : ""
                    StandardStream.output.write(title + table(report))
                }
            }
        }
    }

    private static func table(_ report: LimitsReport) -> String {
        var table = Table("limit", "asked", "kernel", "file", "use", "note")
        for row in report.rows {
            table.append([row.name, row.asked ?? "-", row.kernel ?? "-", row.file, row.use ?? "-", row.note ?? ""])
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
