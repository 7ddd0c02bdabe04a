// How often, and in which order, contenders are measured, so that two comparisons on one machine find the same: whatever
// the machine does beside falls on all alike, and what is short is measured more often than what is long.

extension Comparison {
    /// How often machines have a turn in a round. Their figures scatter by a seventh and more from one boot to the
    /// next, so that a median of fewer differs from that of another time.
    private static let machineTurns = 3
    /// Measurements of each process or container before the machines' turn.
    private static let starts = 4
    private static let works = 2
    /// Rounds of idle processes and containers; virtual machines have one, in which they take minutes.
    private static let memoryRounds = 3

    /// Measures all parts that are wanted.
    func measure(_ contenders: [any Contender], budget: UInt64, into report: inout Report) throws {
        if options.wants(.start) {
            var start = StartMeasure()
            try eachRound(of: contenders, "start", times: Self.starts) { contender, counts in
                var next = start
                try next.run(contender, bench)
                if counts { start = next }
            }
            report.figures += start.figures
        }
        if options.wants(.benchmark) {
            var benchmark = BenchmarkMeasure()
            try eachRound(of: contenders, "work inside", times: Self.works) { contender, counts in
                var next = benchmark
                try next.run(contender, bench)
                if counts { benchmark = next }
            }
            report.figures += benchmark.figures
        }
        if options.wants(.memory) { try measureMemory(of: contenders, budget: budget, into: &report) }
        if options.wants(.isolation) {
            var isolation = IsolationMeasure()
            for contender in contenders {
                progress(.measuring("isolation", contender.title, round: 1, of: 1))
                try again(contender) { try isolation.run(contender, bench) }
            }
            report.isolation = isolation.answers
        }
    }

    /// Processes and containers take turns, so many times, each time another one first; then comes each virtual
    /// machine; and all this several times a round. A turn of the first that isn't counted is before them: it brings
    /// back into the processor's caches what a machine has driven out.
    private func eachRound(
        of contenders: [any Contender], _ part: String, times: Int,
        _ work: (any Contender, _ counts: Bool) throws -> Void
    ) throws {
        let quick = contenders.filter { !$0.isMachine }
        let machines = contenders.filter(\.isMachine)
        for round in 1...options.runs {
            func take(_ contender: any Contender, counts: Bool) throws {
                progress(.measuring(part, contender.title, round: round, of: options.runs))
                try again(contender) { try work(contender, counts) }
            }
            for _ in 1...Self.machineTurns {
                for turn in 0...times {
                    for place in quick.indices { try take(quick[(place + turn) % quick.count], counts: turn > 0) }
                }
                for machine in machines { try take(machine, counts: true) }
            }
        }
    }

    /// The first round isn't counted: with the first instances the kernel gets room for objects that it then keeps.
    private func measureMemory(of contenders: [any Contender], budget: UInt64, into report: inout Report) throws {
        var memory = MemoryMeasure(density: options.density, budget: budget)
        func measure(_ contender: any Contender, with memory: inout MemoryMeasure) throws {
            try again(contender) {
                try memory.run(contender, bench) { number in
                    progress(.measuring("memory", contender.title, round: number, of: options.density))
                }
            }
        }
        let quick = contenders.filter { !$0.isMachine }
        for round in 0...min(options.runs, Self.memoryRounds) {
            var next = memory
            for contender in quick { try measure(contender, with: &next) }
            if round > 0 { memory = next }
        }
        for machine in contenders.filter(\.isMachine) { try measure(machine, with: &memory) }
        report.figures += memory.figures
        report.points = memory.points
    }

    /// Does the work; once more if an instance failed, which the report then says. A long comparison is not lost by
    /// guests that don't come up: whoever fails twice has no part in the rest, unless it was asked for by name.
    private func again(_ contender: any Contender, _ work: () throws -> Void) throws {
        guard !failed.contains(contender.name) else { return }
        do {
            return try work()
        } catch ComparisonError.failed(let reason, _) {
            note("a measurement of \(contender.title) failed and was repeated: \(reason)")
        }
        do {
            try work()
        } catch ComparisonError.failed(let reason, let lines) where !isIndispensable(contender) {
            failed.insert(contender.name)
            let sentence = ([reason] + lines.suffix(1)).joined(separator: ": ")
            note("\(contender.title) failed again and has no part in the rest: \(sentence)")
        }
    }
}
