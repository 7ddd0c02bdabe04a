import OCI

/// Finds out what sort of archive this is, and what images are in it.
func incomingImages(in contents: any ArchiveContents, host: Platform) throws(ImageError) -> [IncomingImage] {
    if try contents.file("index.json") != nil, try contents.file("oci-layout") != nil {
        return try OCILayout(contents, host: host).images()
    }
    if try contents.file("manifest.json") != nil { return try DockerArchive(contents).images() }
    if try contents.file("repositories") != nil { return try LegacyDockerArchive(contents).images() }
    throw .invalid(
        "\(contents.name) is no image archive: it has neither index.json nor manifest.json; "
            + "for a root file system, use skiff import")
}
