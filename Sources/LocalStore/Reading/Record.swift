// One row of a query's result: values by column name.

public import SyncEngine

/// What a query gave; see ``StoreReader/select(_:_:)``.
public struct Record: Sendable, Hashable {
    public let columns: [String]
    public let values: [Value]

    init(columns: [String], values: [Value]) {
        self.columns = columns
        self.values = values
    }

    /// The value of a column; of several with one name, the first.
    /// - Precondition: the query has such a column.
    public subscript(_ column: String) -> Value {
        guard let index = columns.firstIndex(of: column) else {
            preconditionFailure("the query has no column \(column); it has \(columns)")
        }
        return values[index]
    }
}
