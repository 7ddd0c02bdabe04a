import CommandLine
import JSON
import LinuxSystem
import Runtime

/// `features`: what the runtime can do, for engines that ask before they use it.
enum FeaturesVerb {
    static let command = Command("features", "Print what this runtime can do as JSON", arguments: .none) {
        (_: NoOptions, _: [String]) in
        StandardStream.output.write(JSONLayout(RuntimeFeatures().json).text[...])
        return 0
    }
}
