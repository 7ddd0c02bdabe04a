import OCI

extension LaunchPlan {
    /// The file is the host's root's, and found by a path of the host: it is
    /// written before a namespace is joined. Who is born in a user namespace
    /// has no rights on the host from the start, and lowering the score takes
    /// some: there the parent does it, while the child waits.
    mutating func addOutOfMemoryScore(_ process: RuntimeSpec.Process, byParent: Bool) throws(RuntimeError) {
        guard let score = process.oomScoreAdjustment else { return }
        guard OutOfMemoryScore.range.contains(score) else {
            throw .invalid(
                field: "process.oomScoreAdj",
                reason: "\(score) is out of range: it has to be between -1000 and 1000")
        }
        if byParent {
            outOfMemoryScore = score
        } else {
            append(.writeHostFile(path: "/proc/self/oom_score_adj", text: String(score)))
        }
    }
}
