// The meaning of libcurl's result codes in our own words, so that no caller needs to know them.
import CCurl

extension HubClientError {
    /// The error for a transfer that libcurl ended with `result`; `detail` is its own text.
    /// - Parameter hasBegun: Whether the head of an answer was there.
    static func curl(
        _ result: CURLcode, detail: String, hasBegun: Bool = false
    ) -> HubClientError {
        switch result {
        case CURLE_PARTIAL_FILE, CURLE_BAD_CONTENT_ENCODING,
            CURLE_RECV_ERROR where hasBegun:
            // Older versions report a garbled chunk as an error of the connection.
            .answerBroken("The answer was cut or garbled: \(detail)")
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT,
            CURLE_SEND_ERROR, CURLE_SEND_FAIL_REWIND, CURLE_RECV_ERROR, CURLE_GOT_NOTHING,
            CURLE_INTERFACE_FAILED,
            CURLE_PROXY:
            HubClientError(
                .offline, "The hub cannot be reached: \(detail)",
                hint: "Work goes on here; sync resumes when the network is back.", retry: .later)
        case CURLE_OPERATION_TIMEDOUT:
            .timedOut("The hub cannot be reached in time: \(detail)")
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_CLIENTCERT, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_ENGINE_INITFAILED, CURLE_USE_SSL_FAILED:
            HubClientError(
                .tls, "No trusted connection to the hub: \(detail)",
                hint: "Check the hub's certificate, this machine's clock, and the CA file.",
                retry: .later)
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY:
            // The address was checked before, so the protocol in question is the answer's.
            .notTheHub("The answer is not HTTP: \(detail)")
        default:
            HubClientError(
                .failed, "The transfer failed: \(detail)", hint: "Will be tried again.",
                retry: .later)
        }
    }
}
