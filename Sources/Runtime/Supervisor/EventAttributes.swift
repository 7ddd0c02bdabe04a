/// What events tell of a container beside its id: name, image, labels. They
/// come to the supervisor as annotations of `config.json`, like its settings.
enum EventAttributes {
    private static let prefix = "org.skiff.attribute."

    static func add(_ attributes: [String: String], to annotations: inout [String: String]) {
        for (key, value) in attributes { annotations[prefix + key] = value }
    }

    static func read(from annotations: [String: String]) -> [String: String] {
        var attributes = [String: String]()
        for (key, value) in annotations where key.hasPrefix(prefix) {
            attributes[String(key.dropFirst(prefix.utf8.count))] = value
        }
        return attributes
    }
}
