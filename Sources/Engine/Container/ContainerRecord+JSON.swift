import JSON

extension ContainerRecord: JSONReadable, JSONWritable {
    public init(json value: JSONValue) throws(JSONError) {
        let object = try JSONObject(json: value)
        name = try object.required("name")
        image = try object.required("image")
        imageID = try object.required("imageID")
        createdAt = try object.required("createdAt")
        removeOnExit = try object.required("removeOnExit")
        settings = try object.required("settings")
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", name)
            writer.member("image", image)
            writer.member("imageID", imageID)
            writer.member("createdAt", createdAt)
            writer.member("removeOnExit", removeOnExit)
            writer.member("settings", settings)
        }
    }
}
