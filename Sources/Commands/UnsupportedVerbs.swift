/// The verbs that Docker's users may type and that are not here so far. Each is
/// answered with a sentence of what to do, as flags are.
public enum UnsupportedVerbs {
    /// What to do instead; `nil` for what is no verb of Docker's either.
    public static func advice(for verb: String) -> String? {
        switch verb {
        case "search": "ask the registry's own pages; 'skiff pull' takes an image by its name"
        case "build", "buildx", "builder", "compose":
            "build the image elsewhere and bring it with 'skiff load', or make one with 'skiff import'"
        case "top":
            "enter it with 'nsenter --target PID --all'; 'skiff inspect' tells the PID"
        case "network", "port": "there are only the networks none and host; see 'skiff run --help'"
        case "container": "leave the word out: 'skiff ps', 'skiff run', 'skiff rm'"
        case "info": "see 'skiff version' and 'skiff system df'"
        default: nil
        }
    }
}
