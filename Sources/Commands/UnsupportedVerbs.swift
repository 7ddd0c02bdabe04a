/// The verbs that Docker's users may type and that are not here so far. Each is
/// answered with a sentence of what to do, as flags are.
public enum UnsupportedVerbs {
    /// What to do instead; `nil` for what is no verb of Docker's either.
    public static func advice(for verb: String) -> String? {
        switch verb {
        case "search": "ask the registry's own pages; 'skiff pull' takes an image by its name"
        case "build", "buildx", "builder":
            "build the image elsewhere and bring it with 'skiff load', or make one with 'skiff import'"
        case "compose": "start each service with 'skiff run --network', on a network of 'skiff network create'"
        case "swarm", "node", "service", "stack", "secret", "config":
            "containers run on this host alone; 'skiff run' starts one"
        case "plugin", "context", "trust", "manifest", "checkpoint": "there is nothing instead"
        default: nil
        }
    }
}
