import JSON

extension RuntimeSpec.Resources: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        devices = try object.optional("devices")
        memory = try object.optional("memory")
        cpu = try object.optional("cpu")
        processes = try object.optional("pids")
        blockIO = try object.optional("blockIO")
        hugePageLimits = try object.optional("hugepageLimits")
        network = try object.optional("network")
        rdma = try object.optional("rdma")
        unified = try object.optional("unified")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("devices", devices)
            writer.member("memory", memory)
            writer.member("cpu", cpu)
            writer.member("pids", processes)
            writer.member("blockIO", blockIO)
            writer.member("hugepageLimits", hugePageLimits)
            writer.member("network", network)
            writer.member("rdma", rdma)
            writer.member("unified", unified)
        }
    }
}

extension RuntimeSpec.Memory: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        limit = try object.optional("limit")
        reservation = try object.optional("reservation")
        swap = try object.optional("swap")
        kernel = try object.optional("kernel")
        kernelTCP = try object.optional("kernelTCP")
        swappiness = try object.optional("swappiness")
        disableOOMKiller = try object.optional("disableOOMKiller")
        useHierarchy = try object.optional("useHierarchy")
        checkBeforeUpdate = try object.optional("checkBeforeUpdate")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("limit", limit)
            writer.member("reservation", reservation)
            writer.member("swap", swap)
            writer.member("kernel", kernel)
            writer.member("kernelTCP", kernelTCP)
            writer.member("swappiness", swappiness)
            writer.member("disableOOMKiller", disableOOMKiller)
            writer.member("useHierarchy", useHierarchy)
            writer.member("checkBeforeUpdate", checkBeforeUpdate)
        }
    }
}

extension RuntimeSpec.CPU: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        shares = try object.optional("shares")
        quota = try object.optional("quota")
        burst = try object.optional("burst")
        period = try object.optional("period")
        realtimeRuntime = try object.optional("realtimeRuntime")
        realtimePeriod = try object.optional("realtimePeriod")
        processors = try object.optional("cpus")
        memoryNodes = try object.optional("mems")
        idle = try object.optional("idle")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("shares", shares)
            writer.member("quota", quota)
            writer.member("burst", burst)
            writer.member("period", period)
            writer.member("realtimeRuntime", realtimeRuntime)
            writer.member("realtimePeriod", realtimePeriod)
            writer.member("cpus", processors)
            writer.member("mems", memoryNodes)
            writer.member("idle", idle)
        }
    }
}

extension RuntimeSpec.Processes: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        limit = try object.optional("limit")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("limit", limit)
        }
    }
}

extension RuntimeSpec.HugePageLimit: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        pageSize = try object.required("pageSize")
        limit = try object.required("limit")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("pageSize", pageSize)
            writer.member("limit", limit)
        }
    }
}

extension RuntimeSpec.Network: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        classID = try object.optional("classID")
        priorities = try object.optional("priorities")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("classID", classID)
            writer.member("priorities", priorities)
        }
    }
}

extension RuntimeSpec.InterfacePriority: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        name = try object.required("name")
        priority = try object.required("priority")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", name)
            writer.member("priority", priority)
        }
    }
}

extension RuntimeSpec.RDMA: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        handles = try object.optional("hcaHandles")
        objects = try object.optional("hcaObjects")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("hcaHandles", handles)
            writer.member("hcaObjects", objects)
        }
    }
}
