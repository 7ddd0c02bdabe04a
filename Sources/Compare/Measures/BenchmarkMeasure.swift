/// How fast the same small pieces of work are inside, by the clock inside.
struct BenchmarkMeasure {
    private var byWord: [String: Figure] = [
        "processor": Figure(
            id: "processor", title: "processor: a sieve and ten million multiplications", group: .benchmark,
            unit: .milliseconds, method: "One thread, no system call; the median of three times."),
        "system-call": Figure(
            id: "system-call", title: "one system call (getppid)", group: .benchmark, unit: .nanoseconds,
            method: "The mean of 20 000, the median of five times. In a container the host's kernel answers, behind a "
                + "filter; in a machine its own."),
        "file-read": Figure(
            id: "file-read", title: "file read, from the page cache", group: .benchmark, unit: .mebibytesPerSecond,
            method: "4 MiB of the root file system in blocks of 64 KiB, eight times; the median of five times."),
        "round-trip": Figure(
            id: "round-trip", title: "round trip on loopback TCP", group: .benchmark, unit: .microseconds,
            method: "One byte between two processes on one processor: the mean of 200, the median of five times."),
        "stream": Figure(
            id: "stream", title: "loopback TCP stream", group: .benchmark, unit: .mebibytesPerSecond,
            method: "8 MiB from one process to another on the same processor, the median of five times."),
    ]

    private static let order = ["processor", "system-call", "file-read", "round-trip", "stream"]

    var figures: [Figure] { Self.order.compactMap { byWord[$0] } }

    mutating func run(_ contender: some Contender, _ bench: Bench) throws {
        let instance = try bench.withInstance(of: contender, .benchmark) { instance in
            _ = try instance.waitForWord("done", seconds: bench.limit * 2, bench.interruption)
            return instance
        }
        for word in Self.order {
            guard let value = instance.value(of: word).flatMap(Double.init) else {
                throw ComparisonError.failed("\(contender.name) measured no '\(word)'", lastLines: instance.lines)
            }
            byWord[word]?.add(value, of: contender)
        }
    }
}
