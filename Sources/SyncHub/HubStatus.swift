// What a workspace is, whom it knows, who is behind, and what it takes on the disk.

internal import Foundation
internal import LocalStore
public import SyncEngine

extension HubAdministration {
    /// One look at a workspace.
    public struct Status: Hashable, Sendable {
        public let workspace: String
        public let timeline: Timeline
        /// The position of the newest unit.
        public let position: UInt64
        public let members: [Member]
        /// With the contacts that the serving hub has written: they are seconds old.
        public let reports: [DeviceReport]
        public let disk: Disk

        public var devices: [Device] { reports.map(\.device) }

        /// The devices that may sync and have not fetched everything.
        public var behind: [DeviceReport] {
            let active = Set(members.filter(\.isActive).map(\.id))
            return reports.filter { report in
                report.device.revokedAt == nil && active.contains(report.device.member)
                    && report.unitsBehind(position) > 0
            }
        }
    }

    /// What a workspace takes and what is left, in bytes.
    public struct Disk: Hashable, Sendable {
        /// The database with what is not yet moved into it.
        public let usedBytes: Int64
        /// Left on its disk; `nil` where the system does not say.
        public let freeBytes: Int64?
    }

    /// Members and devices, deactivated and revoked ones among them.
    public func status(workspace: String? = nil) throws(HubError) -> Status {
        let name = try directory.chosen(workspace)
        return try access(name, creating: false) { store in
            let head = try store.feed(after: 0, maximumUnits: 1, maximumBytes: 1).head
            let roster = try store.hubTransaction(mayWrite: false) { transaction in
                try registry(transaction).roster()
            }
            return Status(
                workspace: name, timeline: store.identity.timeline, position: head.position,
                members: roster.members, reports: roster.devices, disk: disk(of: name))
        }
    }

    private func disk(of workspace: String) -> Disk {
        let folder = directory.folder(of: workspace)
        let files = FileManager.default
        let names = (try? files.contentsOfDirectory(atPath: folder)) ?? []
        let sizes = names.map { name -> Int64 in
            let attributes = try? files.attributesOfItem(atPath: folder + "/" + name)
            return (attributes?[.size] as? NSNumber)?.int64Value ?? 0
        }
        let system = try? files.attributesOfFileSystem(forPath: folder)
        return Disk(
            usedBytes: sizes.reduce(0, +),
            freeBytes: (system?[.systemFreeSize] as? NSNumber)?.int64Value)
    }
}
