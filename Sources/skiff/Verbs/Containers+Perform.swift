import Commands
import Engine
import LinuxSystem
import Runtime

extension StopCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting {
            let engine = try Engine.open()
            let ordered = engine.order(stopOf: names, signal: options.signal, seconds: options.timeout)
            return Failure.reporting(each: names) { name in
                try engine.stop(
                    name, signal: options.signal, seconds: options.timeout, isOrdered: ordered.contains(name))
                StandardStream.output.writeLine(name)
            }
        }
    }
}

extension KillCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting(each: names) { engine, name in
            try engine.kill(name, signal: options.signal)
            StandardStream.output.writeLine(name)
        }
    }
}

extension RmCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting {
            let engine = try Engine.open()
            if options.force { engine.order(killOf: names) }
            return Failure.reporting(each: names) { name in
                do {
                    try engine.remove(name, force: options.force, volumes: options.volumes)
                    StandardStream.output.writeLine(name)
                } catch let error as EngineError where options.force && error.kind == .notFound {
                    // That it is gone is what was wanted: told, but no failure, as in Docker.
                    Failure.complain(error)
                }
            }
        }
    }
}

extension WaitCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting(each: names) { engine, name in
            StandardStream.output.writeLine(String(try engine.wait(name).exitCode))
        }
    }
}
