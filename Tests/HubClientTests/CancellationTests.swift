// Ending requests early: by their task, by the client, before and during the transfer.
import Foundation
import HubClient
import Testing

@Suite(.timeLimit(.minutes(5)))
struct CancellationTests {
    @Test func `cancelling returns at once in a long wait, and the hub sees the end`()
        async throws
    {
        let arrived = Moment()
        let closed = Moment()
        try await withServer { connection, _ in
            arrived.happen()
            connection.waitUntilClosed()
            closed.happen()
        } body: { _, client in
            let waiting = Task {
                await failure(client, HubRequest(.post, "/", wait: .seconds(600)))
            }
            await arrived.wait()
            waiting.cancel()
            #expect(await waiting.value?.code == .cancelled)
            await closed.wait()
        }
    }

    @Test func `a task that is already cancelled sends nothing`() async throws {
        try await withServer { connection, _ in
            connection.answer("no")
        } body: { server, client in
            let task = Task {
                while !Task.isCancelled { await Task.yield() }
                return await failure(client, .sync)
            }
            task.cancel()
            #expect(await task.value?.code == .cancelled)
            // A later request is served, and it is the first that the hub sees.
            _ = try await client.send(HubRequest(.get, "/later"))
            #expect(server.requests.map(\.path) == ["/later"])
        }
    }

    @Test func `a cancelled request in the queue leaves the others alone`() async throws {
        let arrived = Moment()
        let released = DispatchSemaphore(value: 0)
        try await withServer {
            $0.connections = 1
        } script: { connection, request in
            if request.path == "/first" {
                arrived.happen()
                released.wait()
            }
            connection.answer(request.path)
        } body: { server, client in
            let first = Task { try await client.send(HubRequest(.get, "/first")).body }
            await arrived.wait()
            let second = Task { await failure(client, HubRequest(.get, "/second")) }
            let third = Task { try await client.send(HubRequest(.get, "/third")).body }
            second.cancel()
            #expect(await second.value?.code == .cancelled)
            released.signal()
            let bodies = [try await first.value, try await third.value]
            #expect(bodies == [Array("/first".utf8), Array("/third".utf8)])
            #expect(server.requests.map(\.path) == ["/first", "/third"])
        }
    }

    @Test func `closing ends what is in flight and in the queue`() async throws {
        let server = ScriptedServer { connection, _ in connection.waitUntilClosed() }
        defer { server.stop() }
        var configuration = HubClientConfiguration(
            address: try HubAddress("http://127.0.0.1:\(server.port)"))
        configuration.connections = 2
        let client = HubClient(configuration: configuration)
        await withTaskGroup(of: HubClientError?.self) { group in
            for _ in 0..<10 {
                group.addTask { await failure(client, HubRequest(.get, "/", wait: .seconds(600))) }
            }
            while server.requests.count < 2 { await Task.yield() }
            await client.close()
            for await error in group { #expect(error?.code == .cancelled) }
        }
        #expect(await failure(client, .sync)?.code == .cancelled)
        await client.close()
        #expect(server.accepted == 2)
    }

    /// Cancellation meets completion at every point of a short transfer; a continuation resumed
    /// twice or never, or a handle used after its end, shows as a trap or as the time limit.
    @Test func `cancelling and completing may race`() async throws {
        try await withServer { connection, _ in
            connection.answer("won")
        } body: { _, client in
            for round in 0..<40 {
                let tasks = (0..<10).map { _ in
                    Task { try await client.send(.sync).body }
                }
                for (number, task) in tasks.enumerated() where number % 3 != 0 {
                    for _ in 0..<(round * number) { await Task.yield() }
                    task.cancel()
                }
                for (number, task) in tasks.enumerated() {
                    switch await task.result {
                    case .success(let body): #expect(body == Array("won".utf8))
                    case .failure(let error):
                        #expect((error as? HubClientError)?.code == .cancelled)
                        #expect(number % 3 != 0)
                    }
                }
            }
            let body = try await client.send(.sync).body
            #expect(body == Array("won".utf8))
        }
    }
}
