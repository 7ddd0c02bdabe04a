/// What a program that has ended left, and how much memory it took.
public struct MeasuredResult: Sendable {
    public let result: ProgramResult
    /// The most that it ever had in core, in bytes (getrusage(2), `ru_maxrss`).
    public let peakMemory: Int
}

extension Program {
    /// Runs the program to its end under time(1): a small parent, for until its
    /// execve(2) a child counts as large as what it was forked from.
    public func runMeasuringMemory(within limit: Duration = .seconds(60)) throws -> MeasuredResult {
        try withTemporaryDirectory { directory in
            let file = "\(directory)/peak"
            let words = ["--quiet", "--format", "%M", "--output", file, path] + arguments
            let result = try Program("/usr/bin/time", words, environment: environment).run(within: limit)
            guard let kibibytes = Int(try HostFile.text(file)) else { throw TestFailure("time(1) measured nothing") }
            return MeasuredResult(result: result, peakMemory: kibibytes << 10)
        }
    }
}
