// The hub's numbers in memory, and in the text form that Prometheus reads.

internal import CoreMetrics
internal import Synchronization

/// A metrics backend without a network: handlers count, ``text()`` prints.
///
/// Source: Prometheus' text exposition format, version 0.0.4. Labels hold routes and words of this
/// program alone: no name, no id and no secret of anybody.
final class MetricRegistry: MetricsFactory {
    private let cells = Mutex<[Key: any MetricCell]>([:])

    private struct Key: Hashable {
        let label: String
        let dimensions: [[String]]

        init(_ label: String, _ dimensions: [(String, String)]) {
            self.label = label
            self.dimensions = dimensions.map { [$0.0, $0.1] }
        }

        /// `{route="/v1/sync",status="200"}`, or nothing.
        func labels(_ more: [(String, String)] = []) -> String {
            let pairs = dimensions.map { "\($0[0])=\"\($0[1])\"" } + more.map { "\($0)=\"\($1)\"" }
            return pairs.isEmpty ? "" : "{" + pairs.joined(separator: ",") + "}"
        }
    }

    /// Sorted by name and labels: the same numbers print the same bytes.
    func text() -> String {
        let cells = cells.withLock { $0 }
        var lines: [String] = []
        for label in Set(cells.keys.map(\.label)).sorted() {
            let same = cells.filter { $0.key.label == label }
                .sorted { $0.key.labels() < $1.key.labels() }
            guard let kind = same.first?.value.kind else { continue }
            lines.append("# TYPE \(label) \(kind)")
            for (key, cell) in same {
                lines += cell.samples.map {
                    "\(label)\($0.suffix)\(key.labels($0.labels)) \($0.value)"
                }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func cell<Cell: MetricCell>(
        _ label: String, _ dimensions: [(String, String)], _ make: () -> Cell
    ) -> Cell {
        cells.withLock { cells in
            let key = Key(label, dimensions)
            if let cell = cells[key] as? Cell { return cell }
            let cell = make()
            cells[key] = cell
            return cell
        }
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        cell(label, dimensions) { CounterCell() }
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        cell(label, dimensions) { GaugeCell() }
    }

    func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        cell(label, dimensions) { GaugeCell() }
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        cell(label, dimensions) { TimerCell() }
    }

    // Numbers live as long as the hub: a counter that starts anew would look like a restart.
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}
}

/// One number, or the few numbers of a histogram.
private protocol MetricCell: AnyObject, Sendable {
    /// Prometheus' word for it.
    var kind: String { get }
    var samples: [MetricSample] { get }
}

private struct MetricSample {
    var suffix = ""
    var labels: [(String, String)] = []
    let value: String
}

private final class CounterCell: CounterHandler, MetricCell {
    private let count = Atomic<Int64>(0)
    let kind = "counter"

    func increment(by amount: Int64) { count.wrappingAdd(amount, ordering: .relaxed) }
    func reset() { count.store(0, ordering: .relaxed) }

    var samples: [MetricSample] { [MetricSample(value: "\(count.load(ordering: .relaxed))")] }
}

/// The value that was set last.
private final class GaugeCell: MeterHandler, RecorderHandler, MetricCell {
    private let number = Mutex(0.0)
    let kind = "gauge"

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { number.withLock { $0 = value } }
    func increment(by amount: Double) { number.withLock { $0 += amount } }
    func decrement(by amount: Double) { number.withLock { $0 -= amount } }
    func record(_ value: Int64) { set(value) }
    func record(_ value: Double) { set(value) }

    var samples: [MetricSample] {
        let value = number.withLock { $0 }
        let whole = Int64(exactly: value).map { "\($0)" }
        return [MetricSample(value: whole ?? "\(value)")]
    }
}

/// Durations, counted into ranges.
private final class TimerCell: TimerHandler, MetricCell {
    /// Upper ends of the ranges, in seconds: from a cached page to a commit on a slow disk.
    private static let bounds = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60]
    private let state = Mutex(State())
    let kind = "histogram"

    private struct State {
        var counts = [Int](repeating: 0, count: TimerCell.bounds.count + 1)
        var sumNanoseconds: Int64 = 0
    }

    func recordNanoseconds(_ duration: Int64) {
        let seconds = Double(duration) / 1e9
        let index = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
        state.withLock { state in
            state.counts[index] += 1
            state.sumNanoseconds &+= duration
        }
    }

    var samples: [MetricSample] {
        let state = state.withLock { $0 }
        var sum = 0
        var samples: [MetricSample] = []
        for (count, bound) in zip(state.counts, Self.bounds.map { "\($0)" } + ["+Inf"]) {
            sum += count
            samples.append(
                MetricSample(suffix: "_bucket", labels: [("le", bound)], value: "\(sum)"))
        }
        let seconds = Double(state.sumNanoseconds) / 1e9
        return samples + [
            MetricSample(suffix: "_sum", value: "\(seconds)"),
            MetricSample(suffix: "_count", value: "\(sum)"),
        ]
    }
}
