import LinuxSystem

/// The standard streams of a further process. They are always pipes of ours:
/// a container that got this process's own files could open them anew, with
/// other rights, and a terminal of ours could be typed at.
struct ExecutionStreams: ~Copyable {
    private var near = Near()
    private var far = DescriptorList()

    /// None with a terminal, whose other side the supervisor gives.
    init(_ options: ExecOptions) throws(SystemError) {
        guard !options.terminal else { return }
        if options.interactive {
            let pipe = try Pipe()
            far.append(pipe.readEnd)
            try pipe.writeEnd.setNonBlocking()
            near.input = .some(pipe.writeEnd)
        } else {
            far.append(try Descriptor.open("/dev/null", [.readOnly]))
        }
        if options.detach {
            for _ in 0..<2 { far.append(try Descriptor.open("/dev/null", [.writeOnly])) }
            return
        }
        let output = try Pipe()
        let error = try Pipe()
        far.append(output.writeEnd)
        far.append(error.writeEnd)
        near.output = .some(output.readEnd)
        near.error = .some(error.readEnd)
        try near.output?.setNonBlocking()
        try near.error?.setNonBlocking()
    }

    /// The process's ends: input, output, error.
    mutating func takeFar() -> DescriptorList {
        var taken = DescriptorList()
        swap(&taken, &far)
        return taken
    }

    /// Our ends.
    consuming func takeNear() -> Near { near }
}
