import Glibc
import LinuxSystem

/// The supervisor's ends of the container's standard streams: pipes, or the
/// master of its terminal.
struct ContainerStreams: ~Copyable {
    /// Which of the two; the streams themselves don't tell, for each goes when
    /// the container closes it.
    let isTerminal: Bool
    /// To standard input, or to the terminal.
    var input: Descriptor?
    /// From standard output, or from the terminal.
    var output: Descriptor?
    /// From standard error; absent with a terminal.
    var error: Descriptor?
    /// The container's ends, until the launch plan takes them.
    var child: ChildStreams?

    /// Pipes, for a container without a terminal.
    /// - Parameter interactive: otherwise standard input is /dev/null.
    static func pipes(interactive: Bool) throws(SystemError) -> ContainerStreams {
        var streams = ContainerStreams(isTerminal: false)
        let childInput: Descriptor
        if interactive {
            let pipe = try Pipe()
            childInput = pipe.readEnd
            streams.input = .some(pipe.writeEnd)
        } else {
            childInput = try Descriptor.open("/dev/null", [.readOnly])
        }
        let output = try Pipe()
        let error = try Pipe()
        streams.output = .some(output.readEnd)
        streams.error = .some(error.readEnd)
        try streams.input?.setNonBlocking()
        try streams.output?.setNonBlocking()
        try streams.error?.setNonBlocking()
        streams.child = ChildStreams(input: childInput, output: output.writeEnd, error: error.writeEnd)
        return streams
    }

    /// Both directions of a terminal.
    static func terminal(_ console: consuming Descriptor) throws(SystemError) -> ContainerStreams {
        try console.setNonBlocking()
        var streams = ContainerStreams(isTerminal: true)
        let input = try console.duplicate()
        streams.input = .some(input)
        streams.output = .some(console)
        return streams
    }

    /// Whether room for input is being waited for.
    var isInputWatched = false

    private init(isTerminal: Bool) {
        self.isTerminal = isTerminal
    }
}
