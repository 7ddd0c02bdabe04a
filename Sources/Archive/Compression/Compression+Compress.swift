extension Compression {
    /// What is written to it arrives at the other sink compressed so, and always
    /// in the same bytes; it must be finished, and finishes the other one then.
    /// - Parameter workers: the threads that gzip may use; zstd is fast enough with one.
    public func compress(into sink: any ByteSink, workers: Int = 1) throws(ArchiveError) -> any ByteSink {
        switch self {
        case .none: sink
        case .gzip: try GzipSink(sink, workers: workers)
        case .zstd: try ZstdSink(sink)
        }
    }
}
