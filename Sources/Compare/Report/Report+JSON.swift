import JSON

extension Report: JSONWritable {
    /// The report for programs: every single value, not only medians.
    public var json: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return JSONLayout(writer.bytes).text
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("commandLine", commandLine)
            writer.member("date", machine.date)
            writer.member("machine", machine)
            writer.member("image", image)
            writer.member("runs", runs)
            writer.member("density", density)
            writer.member("memoryBudget", budget)
            writer.member("contenders", entries)
            writer.member("figures", figures)
            writer.member("densityPoints", points)
            writer.member("isolation", isolation)
            writer.member("published", PublishedFigure.all)
            writer.member("notes", notes)
            writer.member("leftOut", Dictionary(leftOut.map { ($0.name, $0.reason) }) { first, _ in first })
        }
    }
}

extension MachineFacts: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("kernel", kernel)
            writer.member("distribution", distribution)
            writer.member("processor", processor)
            writer.member("processors", processorCount)
            writer.member("memory", memory)
        }
    }
}

extension Report.Entry: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", title)
            writer.member("kind", kind)
            writer.member("version", version)
            writer.member("command", command)
        }
    }
}

extension Figure: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", id)
            writer.member("title", title)
            writer.member("unit", unit.rawValue)
            writer.member("method", method)
            writer.member("extrapolated", isExtrapolated)
            writer.member("values", values.mapValues { $0.map(DecimalNumber.init) })
            writer.member("medians", values.compactMapValues { Statistics.median($0).map(DecimalNumber.init) })
        }
    }
}

extension MemoryMeasure.Point: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("instances", count)
            writer.member("pss", Int64(proportional))
            writer.member("privateDirty", Int64(privateDirty))
            writer.member("kernel", Int64(kernel))
            writer.member("unavailable", Int64(unavailable))
        }
    }
}

/// A number with three digits behind the point, which is finer than any clock here.
private struct DecimalNumber: JSONWritable {
    let value: Double

    init(_ value: Double) {
        self.value = value
    }

    func write(to writer: inout JSONWriter) {
        writer.literal(value == value.rounded() ? String(Int64(value)) : Number.decimals(value, 3))
    }
}
