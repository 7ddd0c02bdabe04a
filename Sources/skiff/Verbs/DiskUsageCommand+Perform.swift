import Commands
import Engine
import Images
import LinuxSystem
import OCI
import Template

extension DiskUsageCommand {
    static func perform(_ options: Options, _: [String]) -> Int32 {
        Failure.reporting {
            let usage = try Engine.open().diskUsage()
            if options.verbose, options.format == .table {
                try writeInFull(usage)
            } else {
                try summary.write(usage.categories.map(row), as: options.format)
            }
            return 0
        }
    }

    private static let summary = Listing(
        [
            "Type": "TYPE", "TotalCount": "TOTAL", "Active": "ACTIVE", "Size": "SIZE", "Reclaimable": "RECLAIMABLE",
        ], columns: ["Type", "TotalCount", "Active", "Size", "Reclaimable"])

    private static func row(of category: DiskUsage.Category) -> ListRow {
        let share = category.size > 0 ? " (\(category.reclaimable * 100 / category.size)%)" : ""
        return ListRow([
            "Type": category.kind.rawValue, "TotalCount": String(category.count), "Active": String(category.active),
            "Size": category.size.sizeText, "Reclaimable": category.reclaimable.sizeText + share,
        ])
    }

    private static func writeInFull(_ usage: DiskUsage) throws(TemplateError) {
        StandardStream.output.write("Images space usage:\n\n")
        try images.write(usage.images.map(row), as: .table)
        StandardStream.output.write("\nContainers space usage:\n\n")
        try containers.write(usage.containers.map(row), as: .table)
        StandardStream.output.write("\nLocal Volumes space usage:\n\n")
        try volumes.write(usage.volumes.map(row), as: .table)
        StandardStream.output.write("\nAll space usage:\n\n")
        try summary.write(usage.categories.map(row), as: .table)
    }

    private static let images = Listing(
        [
            "Repository": "REPOSITORY", "Tag": "TAG", "ID": "IMAGE ID", "CreatedSince": "CREATED", "Size": "SIZE",
            "SharedSize": "SHARED SIZE", "UniqueSize": "UNIQUE SIZE", "Containers": "CONTAINERS",
        ],
        columns: ["Repository", "Tag", "ID", "CreatedSince", "Size", "SharedSize", "UniqueSize", "Containers"])

    private static func row(of usage: ImageUsage) -> ListRow {
        let name = usage.image.tags.first ?? usage.image.references.first
        return ListRow([
            "Repository": name?.familiarName ?? "<none>", "Tag": name?.tag ?? "<none>",
            "ID": String(usage.image.id.short), "CreatedSince": usage.image.created.imageAge,
            "Size": usage.size.sizeText, "SharedSize": usage.shared.sizeText, "UniqueSize": usage.unique.sizeText,
            "Containers": String(usage.containers),
        ])
    }

    private static let volumes = Listing(
        ["Name": "VOLUME NAME", "Links": "LINKS", "Size": "SIZE"], columns: ["Name", "Links", "Size"])

    private static func row(of volume: DiskUsage.VolumeSize) -> ListRow {
        ListRow([
            "Name": volume.usage.volume.name, "Links": String(volume.usage.containers.count),
            "Size": volume.size.sizeText,
        ])
    }

    private static let containers = Listing(
        [
            "ID": "CONTAINER ID", "Image": "IMAGE", "Size": "SIZE", "LogSize": "LOG SIZE", "RunningFor": "CREATED",
            "Status": "STATUS", "Names": "NAMES",
        ], columns: ["ID", "Image", "Size", "LogSize", "RunningFor", "Status", "Names"])

    private static func row(of usage: DiskUsage.ContainerUsage) -> ListRow {
        let container = usage.container
        return ListRow([
            "ID": String(container.id.prefix(12)), "Image": container.record.image, "Size": usage.size.sizeText,
            "LogSize": usage.logSize.sizeText,
            "RunningFor": container.created.age, "Status": container.status.text, "Names": container.name,
        ])
    }
}
