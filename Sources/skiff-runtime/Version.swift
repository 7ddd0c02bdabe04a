import Runtime

/// What `--version` prints. Engines read the first line and the one of the
/// specification.
enum Version {
    static let text = """
        skiff-runtime version \(RuntimeVersion.number)
        commit: v\(RuntimeVersion.number)
        spec: 1.2.0
        """
}
