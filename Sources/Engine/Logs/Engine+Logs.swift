import Glibc
import LinuxSystem
import OCI
import Runtime

extension Engine {
    /// Hands over the entries of a container's log, in order.
    public func logs(_ reference: String, _ options: LogOptions, to receiver: inout some LogReceiver) throws {
        let id = try id(of: reference)
        let directory = try directory(of: id)
        try requireLog(of: directory)
        let filter = LogFilter(since: options.since, until: options.until)
        var position = LogPosition()
        if let tail = options.tail {
            position = try LogTail(lines: tail, filter: filter).start(in: directory.descriptor)
        }
        var reader = LogReader(from: position, filter, follows: options.follow)
        guard options.follow else {
            _ = try reader.read(in: directory.descriptor, to: &receiver)
            return receiver.pause()
        }
        let watch = try FileWatch(path: path(of: id))
        while true {
            // Looked at before reading: what was written before the end is read.
            let lives = try directory.isSupervised() && !options.isOver
            guard try reader.read(in: directory.descriptor, to: &receiver) else { return }
            receiver.pause()
            guard lives else { return }
            // The files say nothing of the container's end: look now and then.
            _ = try watch.waitForChange(milliseconds: 100)
        }
    }

    /// Docker's refusal for a container with `--log-driver none`.
    private func requireLog(of directory: borrowing ContainerDirectory) throws {
        guard try directory.descriptor.statusIfPresent(of: ContainerDirectory.configurationName) != nil,
            // One that is damaged doesn't keep the log from being read.
            let specification = try? directory.readSpecification(),
            let settings = SupervisorSettings(annotations: specification.annotations ?? [:]),
            settings.log.driver == .none
        else { return }
        throw EngineError(
            .invalid,
            "configured logging driver does not support reading: the container was made with --log-driver none")
    }
}

extension Engine.LogOptions {
    /// Nothing that will be written is wanted.
    fileprivate var isOver: Bool { until.map { $0 < .now() } ?? false }
}
