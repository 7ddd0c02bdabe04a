import LinuxSystem

/// The program as it is: what it takes without anything around it.
struct HostProcess: Contender {
    let name = "process"
    let kind = ContenderKind.process
    let version = "no isolation"
    let probe: String
    /// Where its files are made: the host's root is nobody's to write to.
    let directory: String
    let sharedDisk: Int64? = 0

    func command(_ task: ProbeTask, id: String) -> [String] {
        [probe] + task.words(address: "127.0.0.1", directory: directory)
    }

    let detachesIdle = false

    func removal(of ids: [String]) -> [String]? { nil }

    func ownDisk(id: String) -> Int64? { 0 }
}
