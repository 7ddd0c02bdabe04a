import CommandLine

extension Report {
    /// The report as one page that needs nothing else: neither scripts nor fonts nor a network.
    public var page: String {
        var page = HTML()
        page.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        page.element("title", "Containers and virtual machines, measured")
        page.raw("<style>\n\(PageStyle.text)\n</style>\n</head>\n<body>\n")
        writeHead(to: &page)
        for group in Figure.Group.allCases {
            let shown = figures.filter { $0.group == group && !$0.values.isEmpty }
            guard !shown.isEmpty else { continue }
            page.element("h2", group.rawValue)
            page.element("p", class: "lead", group.lead)
            for figure in shown { DotPlot(figure: figure, entries: entries, reference: reference).write(to: &page) }
            if group == .memory { DensityPlot(report: self).write(to: &page) }
        }
        writeIsolation(to: &page)
        writePublished(to: &page)
        writeRepetition(to: &page)
        page.raw("</body>\n</html>\n")
        return page.text
    }

    private func writeHead(to page: inout HTML) {
        page.element("h1", "Containers and virtual machines, measured")
        page.element(
            "p", class: "lead",
            "The same program from the same files (\(image)) as a process, in containers, which share the host's "
                + "kernel, and in virtual machines, which have one of their own. One dot is one measurement, the bar "
                + "is the median; factors are multiples of \(reference ?? "the first").")
        let headlines = self.headlines
        if !headlines.isEmpty {
            page.element("ul", class: "facts") { page in
                for (value, words) in headlines {
                    page.element("li") { page in
                        page.element("b", value)
                        page.raw(HTML.escaped(words))
                    }
                }
            }
        }
        for note in notes { page.element("p", class: "warning", "\(note).") }
    }

    /// What the figures say in one line each: the smallest machine beside Skiff.
    private var headlines: [(String, String)] {
        guard let machine = entries.first(where: { $0.kind == "virtual machine" })?.title, let reference else {
            return []
        }
        func factor(_ id: String) -> Double? {
            guard let figure = figures.first(where: { $0.id == id }), let own = figure.median(reference),
                let other = figure.median(machine), own > 0, other > 0
            else { return nil }
            return figure.unit.prefersMore ? own / other : other / own
        }
        let sentences = [
            ("first-instruction", "faster to the program's first instruction"),
            ("memory-pss", "less memory (PSS) for an idle instance"),
            ("density", "more idle instances in the same memory"),
            ("system-call", "faster system call"),
        ]
        return sentences.compactMap { id, words in
            factor(id).map { ("\(Number.text($0))×", "\(reference) beside \(machine): \(words)") }
        }
    }

    private func writeRepetition(to page: inout HTML) {
        page.element("h2", "Repeat it")
        page.element("pre", commandLine.map(\.shellQuoted).joined(separator: " "))
        page.element("div", class: "wide") { page in
            page.element("table") { page in
                for (name, value) in facts {
                    page.element("tr") { page in
                        page.element("th", name)
                        page.element("td", value)
                    }
                }
            }
        }
        for (name, reason) in leftOut { page.element("p", "Left out: \(name): \(reason).") }
        page.element("p", "The commands, as they were called for the time to the first answer:")
        for entry in entries { page.element("pre", "# \(entry.title): \(entry.version)\n\(entry.command)") }
    }

    private var facts: [(String, String)] {
        [
            ("Date", machine.date), ("Kernel", machine.kernel), ("Distribution", machine.distribution),
            ("Processor", "\(machine.processorCount) × \(machine.processor)"),
            ("Memory", machine.memory.binarySizeText), ("Image", image),
            ("Measurements", "\(runs) of each time, in turn; \(density) idle instances at once"),
        ]
    }
}

extension Figure.Group {
    /// What the claim is, before the figures.
    var lead: String {
        switch self {
        case .start:
            "A container's start is that of a process with some system calls before it. A machine's start is that of "
                + "a kernel, which looks for its devices, unpacks its root and starts a first process."
        case .memory:
            "Containers share one kernel and its page cache. A machine has a kernel, a cache and free memory of its "
                + "own, which the host can't give to anybody else, and the monitor's memory on top."
        case .disk:
            "A container adds a writable layer on top of files that all containers share. The machines here have "
                + "their root in memory; with a disk of its own, each would have a copy or a layer, too."
        case .benchmark:
            "Inside, a container's program meets the host's kernel; a machine's program meets a virtual one. With "
                + "translation (tcg) every instruction is slower; with hardware acceleration (kvm) hardly any is."
        }
    }
}
