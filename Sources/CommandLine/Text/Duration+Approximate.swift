extension Duration {
    /// A duration as people say it, in one unit, as Docker prints ages:
    /// `5 seconds`, `About a minute`, `3 weeks`. A negative one, which a clock
    /// set back can give, counts as none.
    public var approximateText: String {
        let seconds = max(0, components.seconds)
        let minutes = seconds / 60
        // Docker rounds to the nearest hour, and what is longer from there.
        let hours = (seconds + 1800) / 3600
        let days = hours / 24
        return switch true {
        case seconds < 1: "Less than a second"
        case seconds == 1: "1 second"
        case seconds < 60: "\(seconds) seconds"
        case minutes == 1: "About a minute"
        case minutes < 60: "\(minutes) minutes"
        case hours == 1: "About an hour"
        case hours < 48: "\(hours) hours"
        case days < 14: "\(days) days"
        case days < 60: "\(days / 7) weeks"
        case days < 730: "\(days / 30) months"
        default: "\(days / 365) years"
        }
    }
}
