import LinuxSystem

/// Times from the command to the program's first instruction, to the first answered request, and to everything
/// gone: one life of an instance that answers one request.
struct StartMeasure {
    private(set) var first = Figure(
        id: "first-instruction", title: "to the program's first instruction", group: .start, unit: .milliseconds,
        method: "From the start of the command to the first line that the program writes, read from its output."
    )
    private(set) var answer = Figure(
        id: "first-answer", title: "to the first answered HTTP request", group: .start, unit: .milliseconds,
        method: "Asked as soon as the program says that it listens: of Skiff, Docker and Podman by a published port of "
            + "a bridge, of virtual machines by one of QEMU's user network; a process, and a container of a bare "
            + "runtime, which makes no network, listen themselves.")
    private(set) var gone = Figure(
        id: "everything-gone", title: "to everything gone", group: .start, unit: .milliseconds,
        method: "The program ends after its one answer; the time is that of the whole command, to its process's end.")

    var figures: [Figure] { [first, answer, gone] }

    /// One life.
    mutating func run(_ contender: some Contender, _ bench: Bench) throws {
        let port = try HTTPRequest.freePort(bench.network.socket(toReach: contender))
        try bench.withInstance(of: contender, .serve(port: port)) { instance in
            let said = try instance.waitForWord("first", seconds: bench.limit, bench.interruption)
            _ = try instance.waitForWord("ready", seconds: bench.limit, bench.interruption)
            let answered = try HTTPRequest(port: port, bench.network.socket(toReach: contender))
                .get(seconds: bench.limit, bench.interruption)
            let ended = try instance.waitForEnd(seconds: bench.limit, bench.interruption)
            func milliseconds(_ moment: Uptime) -> Double {
                Double(moment.nanoseconds - instance.started.nanoseconds) / 1e6
            }
            first.add(milliseconds(said.time), of: contender)
            answer.add(milliseconds(answered), of: contender)
            gone.add(milliseconds(ended), of: contender)
        }
    }
}
