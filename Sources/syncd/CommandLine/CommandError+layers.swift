// The errors of the layers below in the words and exit codes of the command line.

import ArgumentParser
import DeskPage
import HubClient
import LocalStore
import SupportDesk
import SyncEngine
import SyncHub

extension CommandError {
    /// Any error of ours; `nil` for those of the argument parser, which prints its own usage.
    init?(any error: any Error) {
        switch error {
        case let error as CommandError: self = error
        case let error as SyncFailure: self.init(error)
        case let error as StoreError: self.init(error)
        case let error as DeskError: self.init(error)
        case let error as HubError: self.init(error)
        case let error as PageError: self.init(error)
        case let error as HubClientError: self.init(SyncFailure(error))
        case is ValidationError, is ExitCode, is CleanExit: return nil
        default:
            // What the argument parser throws is not public; it alone knows its exit code.
            guard Syncd.exitCode(for: error) == .failure else { return nil }
            self.init("failed", "\(error)", kept: "Everything saved stays saved.")
        }
    }

    init(_ error: StoreError) {
        let kept: String =
            switch error.code {
            case .corrupt, .unreadable, .newerFile: "The file was left as it is."
            case .diskFull, .busy, .tooLarge, .badValue, .unknownRow: "Nothing was changed."
            default: "Everything saved stays saved."
            }
        self.init(error.code.rawValue, error.message, kept: kept, hint: error.hint)
    }

    init(_ error: HubError) {
        let exit: ExitStatus =
            switch error.code {
            case .badName, .badValue, .notLoopback, .severalWorkspaces: .usage
            default: .failed
            }
        self.init(error.code.rawValue, error.message + ".", hint: error.hint, exit: exit)
    }

    init(_ error: PageError) {
        self.init(error.code, error.message, kept: error.kept, hint: error.hint)
    }

    init(_ error: DeskError) {
        let exit: ExitStatus =
            switch error.code {
            case .badValue, .wouldRelease: .usage
            case .notAllowed: .refused
            default: .failed
            }
        self.init(error.code.rawValue, error.message, hint: error.hint, exit: exit)
    }
}

extension SyncFailure {
    /// What the replica's own file said during a session.
    init(storeError error: any Error) {
        guard let error = error as? StoreError else {
            self.init(.failed, "failed", "\(error)")
            return
        }
        self.init(.failed, error.code.rawValue, error.message, hint: error.hint)
    }
}
