import LinuxSystem
import OCI

extension ContainerDefaults {
    /// What a container was made with, as an image's defaults: the same
    /// container comes of `run` without any flags.
    /// - Parameter image: the defaults of the container's own image.
    init(of record: ContainerRecord, _ spec: RuntimeSpec?, image: ContainerDefaults?) {
        self = image ?? ContainerDefaults()
        labels = record.labels.isEmpty ? nil : record.labels
        let usual = image?.stopSignal.flatMap { Signal(parsing: $0) } ?? .terminate
        if record.stopSignal != usual.name { stopSignal = record.stopSignal }
        setCommand(record.arguments, image: image)
        guard let process = spec?.process else {
            apply(record.settings, image: image)
            return
        }
        if process.workingDirectory != (image?.workingDirectory ?? "/").cleanedPath {
            workingDirectory = process.workingDirectory
        }
        let own = process.environment ?? []
        let entries = Self.withoutEngines(own, image: image?.environment ?? [], hostname: spec?.hostname ?? "")
        environment = entries.isEmpty ? nil : entries
        if (user ?? "").isEmpty, process.user.userID != 0 || process.user.groupID != 0 {
            user = "\(process.user.userID):\(process.user.groupID)"
        }
    }

    /// Of a container that was never started there is but what was asked.
    private mutating func apply(_ settings: ContainerSettings, image: ContainerDefaults?) {
        if settings.workingDirectory != (image?.workingDirectory ?? "/").cleanedPath {
            workingDirectory = settings.workingDirectory
        }
        let entries = Self.withoutEngines(
            settings.environment, image: image?.environment ?? [], hostname: settings.hostname)
        environment = entries.isEmpty ? nil : entries
        if (user ?? "").isEmpty, !settings.user.isEmpty { user = settings.user }
    }

    /// The image's entrypoint stays one, if the container has it.
    private mutating func setCommand(_ arguments: [String], image: ContainerDefaults?) {
        let entrypoint = image?.entrypoint ?? []
        if arguments.starts(with: entrypoint) {
            let rest = Array(arguments.dropFirst(entrypoint.count))
            command = rest.isEmpty ? nil : rest
        } else {
            self.entrypoint = Array(arguments.prefix(1))
            command = arguments.count > 1 ? Array(arguments.dropFirst()) : nil
        }
    }

    /// Without what each container gets anew.
    private static func withoutEngines(_ entries: [String], image: [String], hostname: String) -> [String] {
        entries.filter { entry in
            if image.contains(entry) { return true }
            let isEngines =
                entry == "HOSTNAME=\(hostname)" || entry == "TERM=xterm" || entry.hasPrefix("HOME=")
                || entry == "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
            return !isEngines
        }
    }
}
