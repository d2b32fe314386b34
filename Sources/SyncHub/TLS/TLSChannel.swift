// Encrypts what a connection carries, with the certificate that stands when it begins.

internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOSSL

/// A connection's TLS before its HTTP.
///
/// The server library has one, too, but keeps the first certificate for ever.
struct TLSChannel<Base: ServerChildChannel>: ServerChildChannel {
    let base: Base
    let files: CertificateFiles

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(
                NIOSSLServerHandler(context: files.context))
        }.flatMap { base.setup(channel: channel, logger: logger) }
    }

    func handle(value: Base.Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}
