import Commands
import Engine
import Events
import LinuxSystem
import Template

extension EventsCommand {
    static func perform(_ options: Options, _: [String]) -> Int32 {
        do throws(TemplateError) {
            try options.format.check()
        } catch {
            Failure.complain(error)
            return 64  // Docker's, for a template that can't be read
        }
        return Failure.reporting {
            let isForTerminal = StandardStream.output.isTerminal
            try Engine.open().events(options.request) { event in
                if event.lost > 0, options.format != .json {
                    Failure.complain(
                        "before \(event.cursor) events were lost, which could not be written: \(event.lost)")
                }
                StandardStream.output.write(try options.format.line(event, isForTerminal: isForTerminal))
            }
            return 0
        }
    }
}
