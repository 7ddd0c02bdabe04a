import Cgroups
import JSON
import LinuxSystem
import OCI

/// A further process of the container, which somebody asked for.
final class Execution {
    let pid: Int32
    let process: ProcessDescriptor
    /// What events call it.
    let id = String(UInt64.random(in: .min ... .max), radix: 16)
    /// Who wants to hear of its end; it may have left.
    weak var visitor: Visitor?

    init(_ launched: consuming LaunchedProcess, for visitor: Visitor) {
        pid = launched.pid
        process = launched.process
        self.visitor = visitor
    }
}

/// What comes with `VisitorMessage.execute`: the request in JSON, and unless the
/// process gets a terminal its ends of the three standard streams. They are the
/// visitor's pipes: the output doesn't pass through the supervisor.
public struct ExecutionOrder: ~Copyable {
    /// No request is larger: ARG_MAX and some.
    private static let longest = 8 << 20

    let request: ProcessRequest
    var streams: ChildStreams?

    /// - Throws: `refused` for anything that a visitor of ours would not send.
    static func receive(_ descriptors: consuming DescriptorList) throws -> ExecutionOrder {
        guard let file = descriptors.takeFirst() else { throw RuntimeError.refused("no process was named") }
        // Anything else could keep us waiting, and the container with us.
        guard file.isMemory else { throw RuntimeError.refused("the process has to come as a file in memory") }
        let request = try ProcessRequest(jsonText: file.readToEnd(limit: longest, name: "the process"))
        guard !request.terminal else { return ExecutionOrder(request: request, streams: nil) }
        guard let input = descriptors.takeFirst(), let output = descriptors.takeFirst(),
            let error = descriptors.takeFirst()
        else { throw RuntimeError.refused("standard streams are missing") }
        return ExecutionOrder(
            request: request, streams: .some(ChildStreams(input: input, output: output, error: error)))
    }

    /// Asks a supervisor for a process.
    /// - Parameter streams: what it gets as its standard streams; none when it gets a terminal.
    public static func send(
        _ request: ProcessRequest, _ streams: consuming DescriptorList, to supervisor: borrowing PacketSocket
    ) throws(SystemError) {
        var descriptors = DescriptorList()
        descriptors.append(try Descriptor.memory(holding: request.json, name: "process"))
        descriptors.append(contentsOf: streams)
        try supervisor.send(VisitorMessage.execute.encoded(), with: descriptors)
    }
}
