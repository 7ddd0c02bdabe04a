import Commands
import Engine
import LinuxSystem
import Runtime

extension StopCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting(each: names) { engine, name in
            try engine.stop(name, signal: options.signal, seconds: options.timeout ?? 10)
            StandardStream.output.writeLine(name)
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
        Failure.reporting(each: names) { engine, name in
            do {
                try engine.remove(name, force: options.force)
                StandardStream.output.writeLine(name)
            } catch let error as EngineError where options.force && error.kind == .notFound {
                // That it is gone is what was wanted: told, but no failure, as in Docker.
                Failure.complain(error)
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

extension LogsCommand {
    static func perform(_ options: Options, _ names: [String]) -> Int32 {
        Failure.reporting {
            try Engine.open().logs(names[0], Engine.LogOptions(follow: options.follow, tail: options.tail)) { entry in
                let stream: StandardStream = entry.stream == "stderr" ? .error : .output
                stream.write(options.timestamps ? "\(entry.time) \(entry.log)" : entry.log)
            }
            return 0
        }
    }
}
