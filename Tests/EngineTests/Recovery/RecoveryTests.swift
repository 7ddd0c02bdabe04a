import Events
import JSON
import LinuxSystem
import StateStore
import TestSupport
import Testing

@testable import Engine
@testable import Runtime

@Suite("Recovery", .requiresRoot)
struct RecoveryTests {
    private func id(_ short: String) -> String { RecoveryFixture.id(short) }

    private let startedAt = Timestamp.now().nanoseconds

    @Test("records the end of what ran when the host was restarted, with its events")
    func restart() throws {
        try RecoveryFixture.with { fixture in
            try fixture.makeContainer(id("a"), state: RecoveryFixture.running(startedAt: startedAt, bootID: "before"))
            let cause = "ended: the host was restarted"
            #expect(try fixture.engine.recover() == [.recorded(name: "name-\(id("a"))", cause: cause)])
            let end = try #require(try fixture.end(of: id("a")))
            #expect(end.exitCode == 255 && end.signal == nil && end.startedAt == startedAt && end.cause == cause)
            #expect(try fixture.events(of: id("a")) == ["create", "start", "die 255"])
            #expect(try fixture.engine.recover().isEmpty)
            #expect(try fixture.events(of: id("a")).count == 3)
        }
    }

    @Test("of a killed supervisor is done by the first command that notices")
    func notices() throws {
        try RecoveryFixture.with { fixture in
            for id in [id("a"), id("b"), id("c")] {
                try fixture.makeContainer(id, state: RecoveryFixture.running(startedAt: startedAt))
            }
            #expect(try fixture.engine.container(id("a")).statusName == "exited")
            #expect(try fixture.end(of: id("a"))?.exitCode == 137 && fixture.end(of: id("b")) == nil)
            #expect(try fixture.engine.allContainers().map(\.statusName) == ["exited", "exited", "exited"])
            #expect(try fixture.end(of: id("b"))?.cause == "killed: its supervisor was killed")
            #expect(try fixture.events(of: id("c")) == ["create", "start", "die 137"])
            #expect(try fixture.engine.recover().isEmpty)
        }
    }

    @Test("adds no event that the supervisor has written, and takes the end from it")
    func writtenDeath() throws {
        try RecoveryFixture.with { fixture in
            try fixture.makeContainer(id("a"), state: RecoveryFixture.running(startedAt: startedAt))
            for action in ["start", "die"] {
                try fixture.engine.events.append(
                    Event(.container, action, id: id("a"), run: startedAt, attributes: ["exitCode": "3"]))
            }
            #expect(try fixture.engine.recover().count == 1)
            let end = try #require(try fixture.end(of: id("a")))
            #expect(end.exitCode == 3 && end.signal == nil && end.cause?.contains("supervisor") == true)
            #expect(try fixture.events(of: id("a")) == ["create", "start 3", "die 3"])
        }
    }

    @Test("tells the events of an earlier run from those of the lost one")
    func runs() throws {
        try RecoveryFixture.with { fixture in
            try fixture.makeContainer(id("a"), state: RecoveryFixture.running(startedAt: startedAt))
            for action in ["start", "die"] {
                try fixture.engine.events.append(Event(.container, action, id: id("a"), run: startedAt - 5))
            }
            try fixture.engine.events.append(Event(.container, "start", id: id("a"), run: startedAt))
            #expect(try fixture.engine.recover().count == 1)
            #expect(try fixture.events(of: id("a")) == ["create", "start", "die", "start", "die 137"])
        }
    }

    @Test("removes a lost container that was to go with its end, and tells so once")
    func removeOnExit() throws {
        try RecoveryFixture.with { fixture in
            try fixture.makeContainer(id("a"), removeOnExit: true, state: RecoveryFixture.running(startedAt: startedAt))
            #expect(try fixture.engine.recover().last == .removed(name: "name-\(id("a"))"))
            #expect(try fixture.engine.allContainers().isEmpty)
            #expect(HostFile.names(in: "\(fixture.path)/containers").isEmpty)
            #expect(try fixture.events(of: id("a")) == ["create", "start", "die 137", "destroy"])
        }
    }

    @Test("removes what was half made or half removed, and tells the destruction of what had been told of")
    func remains() throws {
        try RecoveryFixture.with { fixture in
            // Killed before the directory was made, and before the record was written.
            try fixture.register(id("row"))
            try fixture.register(id("directory"))
            try fixture.makeDirectory(id("directory"))
            // Killed after the event and before the record.
            try fixture.register(id("told"))
            try fixture.makeDirectory(id("told"))
            fixture.engine.emit(.container, "create", id: id("told"))
            // Killed in the middle of a removal: before its event, after it, and after the row had gone.
            for id in [id("begun"), id("gone"), id("orphan")] {
                try fixture.makeContainer(id)
                try Descriptor.open("\(fixture.path)/containers/\(id)", [.directory]).removeFile("container.json")
            }
            fixture.engine.emit(.container, "destroy", id: id("gone"))
            try fixture.engine.state.write {
                try $0.execute(sql: "DELETE FROM containers WHERE id = ?", arguments: [id("orphan")])
            }

            let ids = [id("row"), id("directory"), id("told"), id("begun"), id("gone"), id("orphan")]
            let steps = try fixture.engine.recover()
            #expect(Set(steps) == Set(ids.map { .remainsRemoved(id: $0) }))
            #expect(HostFile.names(in: "\(fixture.path)/containers").isEmpty)
            #expect(
                try ids.map { try fixture.events(of: $0) } == [
                    [], [], ["create", "destroy"], ["create", "destroy"], ["create", "destroy"], ["create", "destroy"],
                ])
            #expect(try fixture.engine.recover().isEmpty)
        }
    }

    @Test("removes what was half made before the clock was set back")
    func clock() throws {
        try RecoveryFixture.with { fixture in
            try fixture.register(id("row"), created: Timestamp.now().nanoseconds + 3_600_000_000_000)
            #expect(try fixture.engine.recover() == [.remainsRemoved(id: id("row"))])
            #expect(try fixture.engine.recover().isEmpty)
        }
    }

    @Test(
        "knows what nobody makes any more: what is old, what was made before the machine was started or is to be made")
    func abandoned() {
        let (now, second) = (Timestamp.now(), Int64(1_000_000_000))
        for (age, sinceBoot, expected) in [
            (10, 1000, false), (70, 1000, true), (10, 5, true), (-10, 1000, false), (-70, 1000, true),
        ] as [(Int64, Int64, Bool)] {
            let isAbandoned = Engine.isAbandoned(
                since: now.nanoseconds - age * second, now: now,
                boot: Timestamp(nanoseconds: now.nanoseconds - sinceBoot * second))
            #expect(isAbandoned == expected, "\(age), \(sinceBoot)")
        }
    }

    @Test("knows a start by its configuration, which is later than the last end though the clock was set back")
    func order() throws {
        try RecoveryFixture.with { fixture in
            let directory = try fixture.makeDirectory(id("a"))
            var answers = [Bool]()
            try directory.descriptor.writeFile("config.json", [])
            answers.append(try Engine.wasStarted(since: directory))
            try directory.descriptor.writeFile("state.json", [])
            let later = FileTime(seconds: Timestamp.now().nanoseconds / 1_000_000_000 + 3600)
            try directory.descriptor.setTime(of: "state.json", later)
            answers.append(try Engine.wasStarted(since: directory))
            try Engine.keepOrder(of: directory)
            answers.append(try Engine.wasStarted(since: directory))
            #expect(answers == [true, false, true])
        }
    }

    @Test("takes from the event of an end that somebody had stopped it, which 'system start' heeds")
    func stopped() throws {
        try RecoveryFixture.with { fixture in
            for (short, attributes) in [("a", ["exitCode": "0", "stopped": "true"]), ("b", ["exitCode": "0"])] {
                try fixture.makeContainer(id(short), state: RecoveryFixture.running(startedAt: startedAt))
                try fixture.engine.events.append(
                    Event(.container, "die", id: id(short), run: startedAt, attributes: attributes))
            }
            #expect(try fixture.engine.recover().count == 2)
            #expect(try ["a", "b"].map { try fixture.end(of: id($0))?.wasStopped } == [true, false])
        }
    }

    @Test("of one that was lost between two runs records the end of the last")
    func betweenRuns() throws {
        try RecoveryFixture.with { fixture in
            let last = ExitRecord(exitCode: 3, startedAt: startedAt, finishedAt: startedAt + 1)
            try fixture.makeContainer(id("a"), state: .restarting(.init(last: last, restartCount: 2)))
            #expect(try fixture.engine.recover().count == 1)
            #expect(try fixture.end(of: id("a"))?.exitCode == 3)
            #expect(try fixture.events(of: id("a")) == ["create"])
            #expect(try fixture.engine.recover().isEmpty)
        }
    }

    @Test("leaves alone what is just being made, and what has ended or waits to be started")
    func others() throws {
        try RecoveryFixture.with { fixture in
            try fixture.register(id("new"), created: Timestamp.now().nanoseconds)
            try fixture.makeContainer(id("made"))
            try fixture.makeContainer(id("ended"), state: .exited(ExitRecord(exitCode: 0, finishedAt: startedAt)))
            #expect(try fixture.engine.recover().isEmpty)
            #expect(HostFile.names(in: "\(fixture.path)/containers") == [id("ended"), id("made")])
        }
    }

    @Test("leaves a supervised container alone")
    func supervised() throws {
        try RecoveryFixture.with { fixture in
            try fixture.makeContainer(id("a"), state: RecoveryFixture.running(startedAt: startedAt))
            let directory = try fixture.engine.directory(of: id("a"))
            let lock = try FileLock.tryExclusive(ContainerDirectory.lockName, in: directory.descriptor)
            #expect(try fixture.engine.recover().isEmpty)
            #expect(try fixture.engine.container(id("a")).statusName == "running")
            _ = consume lock
            #expect(try fixture.engine.container(id("a")).statusName == "exited")
        }
    }

    @Test("removes unfinished work on images that nobody does any more")
    func stagings() throws {
        try RecoveryFixture.with { fixture in
            let stagings = try Descriptor.open(fixture.path, [.directory]).makeAndOpenDirectory("staging")
            let active = try stagings.makeAndOpenDirectory("active")
            #expect(try active.lock(wait: false))
            try stagings.makeAndOpenDirectory("left").createFile("layer", [1])
            #expect(try fixture.engine.recover() == [.stagingsRemoved(count: 1)])
            #expect(HostFile.names(in: "\(fixture.path)/staging") == ["active"])
            withExtendedLifetime(active) {}
        }
    }

    @Test("goes on after a container that can't be recovered, and tells of it")
    func failure() throws {
        try RecoveryFixture.with { fixture in
            try fixture.makeContainer(id("a"), state: RecoveryFixture.running(startedAt: startedAt))
            try fixture.makeContainer(id("b"), state: RecoveryFixture.running(startedAt: startedAt))
            try HostFile.write("nonsense", to: "\(fixture.path)/containers/\(id("a"))/state.json")
            let steps = try fixture.engine.recover()
            #expect(steps.map(\.isFailure) == [true, false])
            #expect(try fixture.end(of: id("b"))?.exitCode == 137)
        }
    }
}
