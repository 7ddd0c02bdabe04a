import LinuxSystem

extension ImageStore {
    /// Removes what crashes have left of loads and pulls, but for downloads,
    /// which the next pull goes on with. What somebody works on stays.
    /// - Returns: how many there were.
    public func removeAbandonedStagings() throws(ImageError) -> Int {
        let stagings = try directory("staging")
        return try attempt { () throws(SystemError) in
            var count = 0
            try Staging.removeAbandoned(in: stagings) { _ throws(SystemError) in count += 1 }
            return count
        }
    }
}
