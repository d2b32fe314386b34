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
        public let documents: Documents
        /// What is known of the last restore; `nil` for a hub that was never restored.
        public let restoration: Restoration?

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

    /// A hub's life since it was restored last.
    public struct Restoration: Hashable, Sendable {
        /// When the present timeline began, milliseconds since 1970.
        public let at: Int64
        /// The last position of the past that was kept.
        public let position: UInt64
        /// Devices of before that have not given back yet what they have.
        public let waiting: [ReplicaOrdinal]
        /// Units that laptops offered and that were not taken.
        public let setAside: Int
    }

    /// What a workspace takes and what is left, in bytes.
    public struct Disk: Hashable, Sendable {
        /// The database with what is not yet moved into it; documents count apart.
        public let usedBytes: Int64
        /// Left on its disk; `nil` where the system does not say.
        public let freeBytes: Int64?
    }

    /// Members and devices, deactivated and revoked ones among them.
    public func status(workspace: String? = nil) throws(HubError) -> Status {
        let name = try directory.chosen(workspace)
        return try access(name, creating: false) { store in
            let (head, roster) = try store.hubTransaction(mayWrite: false) { transaction in
                (try transaction.head(), try registry(transaction).roster())
            }
            let restored = try store.hubTransaction(mayWrite: false) { try restoration($0) }
            return Status(
                workspace: name, timeline: store.identity.timeline, position: head.position,
                members: roster.members, reports: roster.devices, disk: disk(of: name),
                documents: try documents(in: store), restoration: restored)
        }
    }

    private func restoration(_ transaction: HubTransaction) throws -> Restoration? {
        guard let found = try transaction.restoration() else { return nil }
        let devices = try DeviceTable(transaction: transaction).all().filter { device in
            device.revokedAt == nil && device.enrolledAt < found.at
                && !found.offered.contains(device.ordinal)
        }
        return Restoration(
            at: found.at, position: found.position, waiting: devices.map(\.ordinal),
            setAside: found.setAside)
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
