import Glibc
import JSON
import LinuxSystem
import OCI

/// The directory that holds what belongs to one container. The engine makes
/// it; the supervisor and visitors meet there.
public struct ContainerDirectory: ~Copyable, Sendable {
    /// The open directory, from which all names are looked up.
    public let descriptor: Descriptor

    public init(owning descriptor: consuming Descriptor) {
        self.descriptor = descriptor
    }

    /// What the container was made from; the engine's.
    public static let recordName = "container.json"
    /// The OCI bundle's configuration.
    public static let configurationName = "config.json"
    /// Written by the supervisor alone, at once, at each change.
    public static let stateName = "state.json"
    /// Locked by the supervisor until it has recorded the container's end.
    public static let lockName = "supervisor.lock"
    /// Why a supervisor ended early, when it could tell nobody else.
    public static let supervisorLogName = "supervisor.log"
    /// Where visitors connect to the supervisor (unix(7), SOCK_SEQPACKET).
    public static let socketName = "control.sock"
    /// Locked while somebody starts, changes or removes the container.
    public static let changeLockName = "lock"
    /// The container's output, one JSON object a line.
    public static let logName = "log.json"

    /// Whether a supervisor lives.
    public func isSupervised() throws(SystemError) -> Bool {
        do {
            return try FileLock.isHeld(Self.lockName, in: descriptor)
        } catch {
            if error.errno == ENOENT { return false }
            throw error
        }
    }

    /// Keeps everybody from making a file here who may still do so: no name is new while the directory is
    /// emptied. To be held until it is gone.
    public func lockForRemoval() throws(SystemError) {
        _ = try descriptor.lock(wait: true, name: "the container's directory")
    }

    /// The state last written; `nil` when the container never started.
    public func readState() throws -> ContainerState? {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try descriptor.readFile(Self.stateName)
        } catch {
            if error.errno == ENOENT { return nil }
            throw error
        }
        return try ContainerState(jsonText: bytes)
    }

    /// The OCI configuration that the container runs by.
    public func readSpecification() throws -> RuntimeSpec {
        try RuntimeSpec(jsonText: descriptor.readFile(Self.configurationName))
    }

    /// The process of the OCI configuration. Of the rest only the form is looked at.
    public func readProcess() throws -> RuntimeSpec.Process? {
        try JSONObject(jsonText: descriptor.readFile(Self.configurationName)).optional("process")
    }

    /// The container's name, as its record has it now.
    static func readName(in directory: borrowing Descriptor) throws -> String {
        let record = try JSONObject(jsonText: directory.readFile(recordName))
        return try record.required("name")
    }

    /// For the supervisor, and for who records what a supervisor that was killed could not.
    public func write(_ state: ContainerState) throws {
        try descriptor.writeFile(Self.stateName, state.json)
    }
}
