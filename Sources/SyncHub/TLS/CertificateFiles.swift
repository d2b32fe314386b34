// The hub's certificate and key as they lie on the disk; a renewed pair serves the next connection.

internal import Foundation
internal import Logging
internal import NIOSSL
internal import Synchronization

/// Where the hub's certificate and its key are, as PEM files.
public struct TLSFiles: Hashable, Sendable {
    /// The hub's own certificate first, then those between it and the authority.
    public let certificate: String
    public let key: String

    public init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}

/// The pair that is in use.
///
/// Connections keep the pair they began with, so a renewal drops nobody. A pair that cannot be used
/// (half copied, of two keys) changes nothing: the old one serves on, and the log says so.
final class CertificateFiles: Sendable {
    private let files: TLSFiles
    private let state: Mutex<State>

    private struct State {
        var context: NIOSSLContext
        var stamps: [FileStamp]
    }

    /// - Throws: ``HubError/Code/badCertificate``.
    init(_ files: TLSFiles) throws(HubError) {
        self.files = files
        let stamps = Self.stamps(files)
        state = Mutex(State(context: try Self.context(files), stamps: stamps))
    }

    var context: NIOSSLContext { state.withLock { $0.context } }

    /// Takes over a pair that was changed since the last look.
    /// - Returns: whether the pair is another one now.
    /// - Throws: ``HubError/Code/badCertificate`` once for each change that cannot be used.
    func reload() throws(HubError) -> Bool {
        let stamps = Self.stamps(files)
        guard state.withLock({ $0.stamps }) != stamps else { return false }
        state.withLock { $0.stamps = stamps }
        let context = try Self.context(files)
        state.withLock { $0.context = context }
        return true
    }

    /// Looks whether somebody has renewed the pair, and logs what came of it.
    func look(_ logger: Logger) {
        do {
            if try reload() { logger.notice("a renewed certificate serves from now on") }
        } catch {
            logger.error(
                "the renewed certificate cannot be used; the old one serves on",
                metadata: ["error": "\(error)"])
        }
    }

    private static func context(_ files: TLSFiles) throws(HubError) -> NIOSSLContext {
        guard !isReadableByAll(files.key) else {
            throw .badCertificate("Everybody on this machine can read \(files.key)")
        }
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(files.certificate)
            guard !chain.isEmpty else {
                throw HubError.badCertificate("\(files.certificate) holds no certificate")
            }
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: files.key, format: .pem)))
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = ["http/1.1"]
            return try NIOSSLContext(configuration: configuration)
        } catch let error as HubError {
            throw error
        } catch {
            throw .badCertificate(
                "The certificate \(files.certificate) and the key \(files.key) cannot be used")
        }
    }

    private static func isReadableByAll(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & 0o004 != 0
    }

    private static func stamps(_ files: TLSFiles) -> [FileStamp] {
        [FileStamp(files.certificate), FileStamp(files.key)]
    }
}

/// Tells whether a file was written or replaced since.
private struct FileStamp: Equatable {
    private let inode: UInt64
    private let bytes: Int64
    private let seconds: Int64
    private let nanoseconds: Int64

    /// Follows links, as renewing programs use them.
    init(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            (inode, bytes, seconds, nanoseconds) = (0, -1, 0, 0)
            return
        }
        inode = UInt64(status.st_ino)
        bytes = Int64(status.st_size)
        seconds = Int64(status.st_mtim.tv_sec)
        nanoseconds = Int64(status.st_mtim.tv_nsec)
    }
}

extension HubError {
    fileprivate static func badCertificate(_ message: String) -> HubError {
        HubError(
            .badCertificate, message,
            hint: "Give a PEM certificate and its own key, which only the hub's user may read.")
    }
}
