// Between the HTTP library and the page: requests in our words, answers in its.

import HTTPTypes
import Hummingbird
import LocalStore
import Logging
import NIOCore
import SupportDesk

/// Answers what comes on a listener's connections.
struct ConnectionResponder: HTTPResponder {
    private let state: PageState
    private let table: RouteTable
    private let logger: Logger

    init(configuration: DeskPageConfiguration, state: PageState) {
        self.state = state
        table = RouteTable(assets: configuration.assets)
        logger = configuration.logger
    }

    /// What is known of a request beside it: its connection.
    struct Context: InitializableFromSource, Sendable {
        let channel: any Channel
        init(source: ApplicationRequestContextSource) { channel = source.channel }
    }

    func respond(to request: Request, context: Context) async throws -> Response {
        let port = context.channel.localAddress?.port ?? 0
        let responder = PageResponder(
            state: state, judge: RequestJudge(secret: state.secret, port: port), table: table,
            logger: logger)
        let answer = await responder.answer(
            Self.head(of: request), body: ConnectionBody(body: request.body, context: context))
        return response(answer, context)
    }

    /// A second `Host` field would leave open which one counts.
    private static func head(of request: Request) -> RequestJudge.Head {
        let isDouble = request.headers[.hostField] != nil
        return RequestJudge.Head(
            method: request.method, target: request.uri.string,
            host: isDouble ? nil : request.head.authority, fields: request.headers)
    }

    private func response(_ answer: PageAnswer, _ context: Context) -> Response {
        let body: ResponseBody
        switch answer.content {
        case .none: body = ResponseBody()
        case .bytes(let bytes): body = ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        case .events(let mailbox): body = stream(mailbox, context)
        case .document(let document, let range): body = stream(document, range)
        }
        return Response(
            status: HTTPResponse.Status(code: answer.status), headers: answer.fields, body: body)
    }

    /// Writes until the end of everything, or until the window is gone.
    private func stream(_ mailbox: Mailbox, _ context: Context) -> ResponseBody {
        let events = state.events
        context.channel.closeFuture.whenComplete { _ in
            events.close(mailbox)
            mailbox.post(.end)
        }
        return ResponseBody { writer in
            defer { events.close(mailbox) }
            try await writer.write(
                ByteBuffer(string: "retry: 1000\n\n" + Mailbox.event("hello", [:])))
            for await (text, isLast) in mailbox.texts() {
                try await writer.write(ByteBuffer(string: text))
                if isLast { break }
            }
            try await writer.finish(nil)
        }
    }
}

extension ConnectionResponder {
    /// Reads as fast as the browser takes, a piece at a time.
    private func stream(_ document: OpenDocument, _ range: Range<Int64>) -> ResponseBody {
        let lane = state.lane
        return ResponseBody(contentLength: range.count) { writer in
            var at = range.lowerBound
            while at < range.upperBound {
                let start = at
                let count = Int(min(Int64(DocumentLimits.pieceBytes), range.upperBound - start))
                let piece = try await lane.run { try document.read(at: start, count: count) }
                // What was promised cannot be taken back: the cut connection says so.
                guard piece.count == count else { throw PageError.stopping }
                try await writer.write(ByteBuffer(bytes: piece))
                at += Int64(count)
            }
            try await writer.finish(nil)
        }
    }
}

/// Sends small answers at once, and closes a connection whose other end is closed: a window that
/// was closed would else keep its stream of events until the next beat.
final class LoopbackConnection: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    // Events alone are looked at; what is read passes through untouched.
    typealias InboundIn = Never

    func handlerAdded(context: ChannelHandlerContext) {
        try? context.channel.syncOptions?.setOption(.tcpOption(.tcp_nodelay), value: 1)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { context.fireChannelRead(data) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed = event as? ChannelEvent {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }
}
