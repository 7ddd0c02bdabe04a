extension UInt64 {
    /// A number of bytes in powers of a thousand with three digits, as lists
    /// of images show it: `4.26MB`.
    public var decimalSizeText: String {
        sizeText(base: 1000, digits: 3, units: ["B", "kB", "MB", "GB", "TB", "PB", "EB"])
    }

    /// A number of bytes in powers of 1024 with four digits, as memory is
    /// counted: `64MiB`.
    public var binarySizeText: String {
        sizeText(base: 1024, digits: 4, units: ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"])
    }

    private func sizeText(base: UInt64, digits: Int, units: [String]) -> String {
        var divisor: UInt64 = 1
        var unit = 0
        while self / divisor >= base {
            divisor *= base
            unit += 1
        }
        let decimals = Swift.max(0, digits - String(self / divisor).count)
        let scale = (0..<decimals).reduce(UInt64(1)) { power, _ in power * 10 }
        let scaled = UInt64((Double(self) / Double(divisor) * Double(scale)).rounded())
        // Rounding may reach the next unit: 999999 bytes are 1MB, not 1000kB.
        if scaled >= base * scale, unit + 1 < units.count { return "1" + units[unit + 1] }
        var fraction = String(scaled % scale + scale).dropFirst()
        while fraction.last == "0" { fraction.removeLast() }
        return "\(scaled / scale)" + (fraction.isEmpty ? "" : "." + fraction) + units[unit]
    }
}
