@testable import Engine
import LinuxSystem
import Testing

@Suite("The filters of networks")
struct NetworkFilterTests {
    private func usage(
        _ name: String, _ driver: NetworkDriver, labels: [String: String] = [:], users: [String] = []
    ) -> NetworkUsage {
        let network = NetworkRecord(
            id: "\(name.hasPrefix("b") ? "b0" : "f0")\(String(repeating: "a", count: 62))", name: name, driver: driver,
            createdAt: Timestamp(nanoseconds: 1_000_000_000 * 1000), isInternal: false, isAttachable: false, link: nil,
            labels: labels, options: [:], subnets: [])
        return NetworkUsage(network: network, users: users)
    }

    private var all: [NetworkUsage] {
        [
            usage("bridge", .bridge), usage("front", .bridge, labels: ["team": "a"], users: ["x"]),
            usage("far", .macvlan), usage("host", .host),
        ]
    }

    @Test(
        "they choose by name, id, driver, label, kind, scope and use",
        arguments: [
            ([], ["bridge", "front", "far", "host"]), (["name=f"], ["front", "far"]),
            (["name=front", "name=host"], ["front", "host"]), (["id=b0"], ["bridge"]),
            (["driver=macvlan", "driver=host"], ["far", "host"]), (["driver=bridge", "name=r"], ["bridge", "front"]),
            (["label=team"], ["front"]), (["label=team=b"], []), (["type=custom"], ["front", "far"]),
            (["type=builtin"], ["bridge", "host"]), (["scope=swarm"], []), (["dangling=true"], ["far"]),
            (["dangling=1"], ["far"]), (["dangling=false"], ["bridge", "front", "host"]),
        ] as [([String], [String])])
    func filters(texts: [String], names: [String]) throws {
        var filter = NetworkFilter()
        for text in texts { try filter.add(option: text, allowed: NetworkFilter.forLists) }
        #expect(all.filter(filter.selects).map(\.network.name) == names)
    }

    @Test(
        "they choose what is removed by label and age",
        arguments: [
            (["label!=team"], ["bridge", "far", "host"]), (["until=1000"], []),
            (["until=1001"], ["bridge", "front", "far", "host"]),
        ] as [([String], [String])])
    func pruning(texts: [String], names: [String]) throws {
        var filter = NetworkFilter()
        for text in texts { try filter.add(option: text, allowed: NetworkFilter.forPruning) }
        #expect(all.filter(filter.selects).map(\.network.name) == names)
    }

    @Test(
        "what means nothing is refused with what there is",
        arguments: [
            ("x", "bad format of filter (expected name=value)"),
            ("x=y", "invalid filter 'x'; there are dangling, driver, id, label, name, scope, type"),
            ("until=1h", "invalid filter 'until'; there are dangling, driver, id, label, name, scope, type"),
            ("dangling=2", "invalid value for filter 'dangling': must be true or false"),
            ("type=mine", "invalid value for filter 'type': must be builtin or custom"),
        ])
    func refusals(text: String, sentence: String) {
        var filter = NetworkFilter()
        let error = #expect(throws: InvalidOption.self) {
            try filter.add(option: text, allowed: NetworkFilter.forLists)
        }
        #expect(error?.description == sentence)
    }
}
