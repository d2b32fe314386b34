// Stops a service when its input ends: a child must not outlive the demo that started it.

import ArgumentParser
import Foundation
import ServiceLifecycle

/// The hidden option `--until-input-ends`.
struct ParentOption: ParsableArguments {
    @Flag(help: ArgumentHelp("Stop when standard input ends.", visibility: .private))
    var untilInputEnds = false
}

/// Runs until standard input ends; the service group is then told to stop.
struct ParentWatch: Service {
    func run() async throws {
        let ended = AsyncStream<Void> { stream in
            Thread.detachNewThread {
                while !FileHandle.standardInput.availableData.isEmpty {}
                stream.finish()
            }
        }
        await cancelWhenGracefulShutdown {
            for await _ in ended {}
        }
    }
}
