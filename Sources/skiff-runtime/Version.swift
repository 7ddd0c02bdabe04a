/// What `--version` prints. Engines read the first line and the one of the
/// specification.
enum Version {
    static let number = "0.1.0"

    static let text = """
        skiff-runtime version \(number)
        spec: 1.2.0
        """
}
