// What the routes share: the desk, what is kept for this browser's user, and who listens.

import LocalStore
import SupportDesk

/// One serving page, without its listeners.
struct PageState: Sendable {
    let desk: Desk
    let hub: any PageHub
    let secret: PageSecret
    let version: String
    let now: @Sendable () -> Int64
    let passes: OpeningPasses
    let events: EventHub
    let lane = DeskLane()

    init(_ configuration: DeskPageConfiguration) {
        desk = configuration.desk
        hub = configuration.hub
        secret = configuration.secret
        version = configuration.version
        now = configuration.now
        passes = OpeningPasses(now: configuration.now)
        events = EventHub(desk: configuration.desk, hub: configuration.hub, lane: lane)
    }

    var store: LocalStore { desk.store }
    var drafts: Drafts { Drafts(store: store, now: now) }
    var filters: SavedFilters { SavedFilters(desk: desk) }
    var timer: WorkTimer { WorkTimer(desk: desk, now: now) }
    var away: AwayMark { AwayMark(desk: desk, now: now) }
}
