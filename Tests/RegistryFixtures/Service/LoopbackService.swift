import TestSupport

/// A server program that finds itself a free port and tells it in its log.
enum LoopbackService {
    /// Runs the body with the port of the program, which is killed afterwards.
    /// - Parameters:
    ///   - mark: what stands right before the port in the log.
    ///   - log: the path of a file that is made for what the program says.
    static func serve<Value>(
        _ program: Program, after mark: String, log: String, _ body: (UInt16) throws -> Value
    ) throws -> Value {
        let running = try program.start(writingTo: log)
        var port: UInt16?
        let isListening = try eventually(within: .seconds(10)) {
            port = self.port(in: try HostFile.text(log), after: mark)
            return port != nil
        }
        guard isListening, let port else {
            throw TestFailure(
                "\(program), process \(running.pid), does not listen; it wrote \"\(try HostFile.text(log))\"")
        }
        return try body(port)
    }

    private static func port(in log: String, after mark: String) -> UInt16? {
        for line in log.split(separator: "\n") {
            for (index, _) in zip(line.indices, line) where line[index...].hasPrefix(mark) {
                return UInt16(line[index...].dropFirst(mark.count).prefix { $0.isNumber })
            }
        }
        return nil
    }
}
