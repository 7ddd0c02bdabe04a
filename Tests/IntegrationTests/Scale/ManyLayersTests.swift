import TestSupport
import Testing

extension IntegrationTests {
    @Suite("Many layers")
    struct ManyLayersTests {
        private static let count = 100

        @Test("an image of 100 layers is loaded, mounted and run", .timeLimit(.minutes(3)))
        func layers() throws {
            try withTemporaryDirectory { directory in
                try makeLayout(in: directory)
                try Skiff.withOwnRoot(images: []) { skiff in
                    try skiff.run("load", "-i", "\(directory)/layout").succeeded()
                    let script = "ls /layers | wc -l; cat /top; echo written >/layers/1; cat /layers/1"
                    for options in [[], ["--userns", "auto"], ["--read-only", "--tmpfs", "/layers"]] {
                        let result = try skiff.run(["run", "--rm"] + options + ["layers", "/bin/sh", "-c", script])
                        let seen = options.contains("--read-only") ? "0" : "\(Self.count)"
                        #expect(result.lines == [seen, "\(Self.count)", "written"], "\(options): \(result)")
                    }
                }
            }
        }

        /// By the functions that make the fixtures: each layer has a file of
        /// its own, and one that it takes over from the layer below.
        private func makeLayout(in directory: String) throws {
            let script = """
                . \(Installation.package)/rootfs-fixtures/lib/layout.sh
                cd \(directory) && layout_begin layout
                for number in $(seq \(Self.count)); do
                    mkdir -p tree/layers && echo $number >tree/layers/$number && echo $number >tree/top
                    if [ $number = 1 ]; then
                        mkdir tree/bin && cp "$(command -v busybox)" tree/bin/busybox
                        for applet in sh ls wc cat; do ln tree/bin/busybox tree/bin/$applet; done
                    fi
                    layout_layer tree gzip "layer $number"
                    rm -r tree
                done
                layout_end layers:latest sh
                """
            try Program("/bin/bash", ["-euc", script]).run(within: .seconds(120)).succeeded()
        }
    }
}
