// Makes guessing codes and tokens slow without keeping anybody out for long.

internal import Synchronization

/// Counts wrong secrets by address, in windows of time; in memory, since a restart of the hub is
/// rarer than a window is long.
final class AttemptLimiter: Sendable {
    private let state = Mutex<[String: Window]>([:])
    private let maximumMistakes: Int

    /// - Parameter mistakes: how many an address may make within a window.
    init(mistakes: Int = HubLimits.wrongCodes) { maximumMistakes = mistakes }

    private struct Window {
        var start: Int64
        var mistakes: Int
    }

    /// - Throws: ``HubError/Code/tooManyAttempts`` if this address has made too many mistakes.
    func check(_ address: String, at now: Int64) throws(HubError) {
        let window = state.withLock { $0[address] }
        guard let window, window.mistakes >= maximumMistakes else { return }
        let left = window.start + HubLimits.attemptWindowMilliseconds - now
        guard left > 0, left <= HubLimits.attemptWindowMilliseconds else { return }
        throw HubError.tooManyAttempts(seconds: Int(left / 1_000) + 1)
    }

    /// Remembers a wrong code or token.
    func mistake(_ address: String, at now: Int64) {
        state.withLock { windows in
            if let window = windows[address],
                (0..<HubLimits.attemptWindowMilliseconds).contains(now - window.start)
            {
                windows[address]?.mistakes = window.mistakes + 1
                return
            }
            if windows.count >= HubLimits.countedAddresses { Self.forgetOldest(&windows) }
            windows[address] = Window(start: now, mistakes: 1)
        }
    }

    private static func forgetOldest(_ windows: inout [String: Window]) {
        let oldest = windows.min { $0.value.start < $1.value.start }
        if let oldest { windows.removeValue(forKey: oldest.key) }
    }
}
