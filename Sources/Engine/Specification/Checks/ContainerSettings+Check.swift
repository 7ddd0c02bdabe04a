extension ContainerSettings {
    /// Throws for the first thing that is wrong, in the order in which a user
    /// would want to hear of it.
    func check(on host: HostFacts) throws(EngineError) {
        try checkTexts()
        try checkEnvironment()
        try checkHostname()
        try checkDomainName()
        try checkMountTargets()
        try checkMountsInProc()
        try checkDevices()
        try checkUserNamespace()
        try checkSharing()
        try checkMemory()
        try checkSwap()
        try checkProcessorTime(on: host)
        try checkProcessorSet(on: host)
        try checkProcesses()
        try checkOOMScore()
        try checkResourceLimits()
        try checkSysctls()
    }
}
