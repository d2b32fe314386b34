// How many pages a transaction writes: a small transaction costs little else.

import Foundation

/// Reads the number of frames in a WAL from the header of its index.
///
/// Source: "WAL-mode File Format", sqlite.org/walformat.html, section 2.1: `mxFrame`.
struct WALFrames {
    private static let offset = 16
    let sharedMemoryPath: String

    private func count() throws -> Int {
        let file = try FileHandle(forReadingFrom: URL(filePath: sharedMemoryPath))
        defer { try? file.close() }
        try file.seek(toOffset: UInt64(Self.offset))
        guard let bytes = try file.read(upToCount: 4), bytes.count == 4 else {
            throw BenchmarkFailure("\(sharedMemoryPath) is too short")
        }
        return Int(
            UInt32(littleEndian: bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) }))
    }

    /// The frames that each of some transactions adds, on average.
    func perTransaction(_ transactions: Range<Int>, _ run: (Int) throws -> Void) throws -> Double {
        var added = 0
        for transaction in transactions {
            let before = try count()
            try run(transaction)
            let after = try count()
            // After a checkpoint the WAL begins anew.
            added += after >= before ? after - before : after
        }
        return Double(added) / Double(max(transactions.count, 1))
    }
}
