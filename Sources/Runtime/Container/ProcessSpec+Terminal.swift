import LinuxSystem
import OCI

extension RuntimeSpec.Process {
    /// The process as it is started in the foreground: its terminal has the
    /// size of this one from the beginning, before it can ask for it.
    func sizedForForeground() -> RuntimeSpec.Process {
        guard terminal == true, let size = TerminalSize.ofStandardInput() else { return self }
        var process = self
        process.consoleSize = RuntimeSpec.ConsoleSize(height: size.rows, width: size.columns)
        return process
    }
}
