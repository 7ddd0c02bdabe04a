import Cgroups
import OCI

extension Cgroup {
    /// Changes the limits of a running container, as `update` asks. What is
    /// absent or zero stays as it is; -1 takes a limit away. A paused
    /// container stays paused.
    ///
    /// Device rules are left as they are, as by every runtime: engines send
    /// the ones of a container's creation along, or a bare "refuse all", and
    /// what was allowed since, to a graphics card for one, would be lost.
    ///
    /// `location` may be another one afterwards, to be kept in the state.
    public mutating func update(from resources: RuntimeSpec.Resources) throws(RuntimeError) {
        var asked = resources
        asked.devices = nil
        let limits = try Limits(asked)
        do {
            try change(to: limits, checkingUse: resources.memory?.checkBeforeUpdate == true)
        } catch {
            throw RuntimeError(error)
        }
        try changeScope(to: limits)
    }
}
