import Engine
import LinuxSystem
import Networks
import Testing

@testable import Engine

@Suite("Filters of containers")
struct ContainerFilterTests {
    private func filter(_ options: String...) throws -> ContainerFilter {
        var filter = ContainerFilter()
        for option in options { try filter.add(option: option, allowed: ContainerFilter.Key.allCases) }
        return filter
    }

    private let moment = Timestamp(nanoseconds: 1_000_000_000_000_000_000)

    @Test("names are patterns, with or without Docker's slash, and ids are beginnings")
    func identity() throws {
        let fits = { (option: String, name: String) in
            try filter(option).fits(id: "abc123", name: name, created: moment)
        }
        #expect(try fits("name=eb", "web"))
        #expect(try fits("name=^/we", "web"))
        #expect(try fits("name=^web$", "web"))
        #expect(try !fits("name=^web$", "web2"))
        #expect(try fits("name=w(e|o)b", "wob"))
        #expect(try fits("id=abc", "web"))
        #expect(try !fits("id=bc", "web"))
        #expect(try filter("name=x", "name=web").fits(id: "a", name: "web", created: moment))
        #expect(try !filter("name=web", "id=b").fits(id: "a", name: "web", created: moment))
    }

    @Test("what a container is doing: states, exit codes, health")
    func statuses() throws {
        let running = ListedContainer.Status.running(since: moment, health: nil)
        let healthy = ListedContainer.Status.running(since: moment, health: .healthy)
        let killed = ListedContainer.Status.exited(exitCode: 137, ended: moment)
        #expect(try filter("status=running").fits(running))
        #expect(try !filter("status=paused").fits(running))
        #expect(try filter("status=paused", "status=exited").fits(killed))
        #expect(try filter("exited=137").fits(killed))
        #expect(try !filter("exited=0").fits(killed))
        #expect(try !filter("exited=137").fits(.restarting(exitCode: 137, ended: moment)))
        #expect(try filter("health=healthy").fits(healthy))
        #expect(try filter("health=none").fits(running))
        #expect(try !filter("health=none").fits(healthy))
    }

    @Test("what a container was made with: all labels, one of the volumes and networks")
    func records() throws {
        var record = ListedContainer.Record()
        record.labels = ["stage": "test", "team": ""]
        record.network = "none"
        record.mounts = [.init(source: "data", target: "/srv", isVolume: true)]
        #expect(try filter("label=stage", "label=team").fits(record))
        #expect(try filter("label=stage=test").fits(record))
        #expect(try !filter("label=stage=live").fits(record))
        #expect(try !filter("label=stage", "label=nope").fits(record))
        #expect(try filter("label!=nope").fits(record))
        #expect(try filter("volume=data").fits(record))
        #expect(try filter("volume=/srv").fits(record))
        #expect(try !filter("volume=/").fits(record))
        #expect(try filter("network=host", "network=none").fits(record))
        #expect(try !filter("network=host").fits(record))
    }

    @Test("a port of the host or of the container, of those that are published")
    func ports() throws {
        let port = ContainerPort(number: 80, transport: .tcp)
        let published = ListedPort(port: port, host: ListedPort.HostPort(address: .v4(0), number: 8080))
        for (option, fits) in [
            ("publish=8080", true), ("publish=80/tcp", false), ("publish=8000-9000/tcp", true), ("expose=80", true),
            ("expose=80/udp", false),
        ] {
            #expect(try filter(option).fits([published]) == fits, "\(option)")
            #expect(try !filter(option).fits([]))
        }
        #expect(try !filter("publish=8080").fits([ListedPort(port: port, host: nil)]))
    }

    @Test("what there can't be fits no container")
    func absent() throws {
        let fits = { (option: String) in try filter(option).fits(id: "a", name: "web", created: moment) }
        #expect(try !fits("is-task=true"))
        #expect(try fits("is-task=false"))
        #expect(try !fits("until=2001-09-09"))
        #expect(try fits("until=2001-09-10"))
    }

    @Test(
        "a filter that makes no sense is refused by name",
        arguments: [
            "foo=bar": "invalid filter 'foo'", "name": "bad format of filter", "status=odd": "filter 'status'",
            "exited=x": "filter 'exited'", "health=odd": "filter 'health'", "is-task=x": "filter 'is-task'",
            "publish=web": "filter 'publish'", "name=(": "not a regular expression", "until=soon": "filter 'until'",
        ])
    func refuses(option: String, reason: String) {
        let error = #expect(throws: InvalidOption.self) { try filter(option) }
        #expect(error.map { "\($0)".contains(reason) } == true, "\(error.map { "\($0)" } ?? "")")
    }
}
