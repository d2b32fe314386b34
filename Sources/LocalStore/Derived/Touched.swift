// Which units touched a row: follows the history, off the hot path.

import SyncEngine

extension StoreDatabase {
    func addTouched(_ unit: Unit, by dot: Dot) throws {
        let statement = try statement(
            "INSERT OR IGNORE INTO touched(entity,row,unit) VALUES(?,?,?)")
        for change in unit.changes {
            statement.bind(1, Int64(change.key.entity.rawValue))
            statement.bind(2, change.key.row.rawValue)
            statement.bind(3, dot.key)
            try statement.run()
        }
    }
}
