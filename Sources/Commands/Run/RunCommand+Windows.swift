import CommandLine

/// The flags that Docker has for Windows, and for what containers have no part in here.
extension RunCommand.Options {
    var elsewhere: FlagGroup {
        let windows = ["cpu-count", "cpu-percent", "io-maxbandwidth", "io-maxiops", "isolation"]
        return FlagGroup(
            "",
            windows.map { .notSupported($0, "it is for Windows alone") } + [
                .notSupported("disable-content-trust", "no signatures are checked"),
                .notSupported("use-api-socket", "there is no daemon whose socket could be used"),
            ])
    }
}
