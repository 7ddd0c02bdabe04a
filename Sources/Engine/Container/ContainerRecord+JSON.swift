import JSON

extension ContainerRecord: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        id = try object.required("id")
        name = try object.required("name")
        image = try object.required("image")
        imageID = try object.required("imageID")
        createdAt = try object.required("createdAt")
        arguments = try object.required("arguments")
        labels = try object.required("labels")
        interactive = try object.required("interactive")
        terminal = try object.required("terminal")
        removeOnExit = try object.required("removeOnExit")
        stopSignal = try object.required("stopSignal")
        network = try object.required("network")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", id)
            writer.member("name", name)
            writer.member("image", image)
            writer.member("imageID", imageID)
            writer.member("createdAt", createdAt)
            writer.member("arguments", arguments)
            writer.member("labels", labels)
            writer.member("interactive", interactive)
            writer.member("terminal", terminal)
            writer.member("removeOnExit", removeOnExit)
            writer.member("stopSignal", stopSignal)
            writer.member("network", network)
        }
    }
}
