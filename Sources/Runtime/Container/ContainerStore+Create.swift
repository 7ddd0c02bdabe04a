import LinuxSystem

extension ContainerStore {
    /// Creates a container: everything is set up, and its first process waits for `start`.
    public func create(_ request: CreationRequest) throws(RuntimeError) {
        var creation = try ContainerCreation(request, in: self)
        do throws(RuntimeError) {
            _ = try creation.launch(waits: true)
        } catch {
            creation.undo(after: error)
            throw error
        }
    }

    /// Creates and starts a container. One that is not detached is followed to its end
    /// and deleted.
    /// - Parameter keeps: it is not deleted at its end.
    /// - Returns: the exit code of a container that was followed, 0 of a detached one.
    public func run(_ request: CreationRequest, keeps: Bool) throws(RuntimeError) -> Int32 {
        var creation = try ContainerCreation(request, in: self)
        var follower: Follower?
        let launched: LaunchedProcess
        do throws(RuntimeError) {
            if !request.detaches { follower = try Follower() }
            launched = try creation.launch(waits: false)
        } catch {
            creation.undo(after: error)
            throw error
        }
        creation.runPoststartHooks()
        guard let follower = follower.take() else { return 0 }
        let status = try follower.follow(launched)
        Trace.mark("runtime: end seen")
        if !keeps { try creation.conclude() }
        Trace.mark("runtime: container deleted")
        return status.shellCode
    }
}
