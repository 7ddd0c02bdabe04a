import OCI

extension LaunchPlan {
    /// The score is the process's own from before it joins a namespace: after
    /// it has, the file may be another's. The first process of a new user
    /// namespace has no rights on the host from the start, and lowering the
    /// score takes some: there the parent does it.
    mutating func addOutOfMemoryScore(
        _ process: RuntimeSpec.Process, createsUser: Bool
    ) throws(RuntimeError) {
        guard let score = process.oomScoreAdjustment else { return }
        guard OutOfMemoryScore.range.contains(score) else {
            throw .invalid(
                field: "process.oomScoreAdj",
                reason: "\(score) is out of range: it has to be between -1000 and 1000")
        }
        if createsUser {
            outOfMemoryScore = score
        } else {
            append(.writeHostFile(path: "/proc/self/oom_score_adj", text: String(score)))
        }
    }
}
