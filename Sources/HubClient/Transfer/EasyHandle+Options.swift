// The options of every transfer, each with its reason: what is allowed is said, not left open.
import CCurl

extension EasyHandle {
    /// What this request asks for.
    func apply(_ outgoing: OutgoingRequest) throws(OptionRefused) {
        let request = outgoing.request
        try set(CURLOPT_URL, outgoing.url)
        if request.method != .get {
            if let source = request.source {
                // What reads it is set by the transfer, which owns the place in it.
                try setBodyBytes(source.count)
            } else {
                try setBody(request.body)
            }
            // A PUT is a POST by another name; libcurl's own upload mode would need callbacks.
            try set(CURLOPT_POST, 1)
            try set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        }
        // Left unset, libcurl neither asks for compression nor expands anything.
        if request.takesCompressedAnswer { try set(CURLOPT_ACCEPT_ENCODING, "gzip") }
    }

    /// What holds for all requests of a client.
    func apply(_ configuration: HubClientConfiguration) throws(OptionRefused) {
        try set(CURLOPT_USERAGENT, configuration.userAgent)
        try applyProtocol(isEncrypted: configuration.address.isEncrypted)
        try applyTrust(configuration.certificateAuthorityFile)
        try applyConnection(connectTimeout: configuration.connectTimeout)
    }

    private func applyProtocol(isEncrypted: Bool) throws(OptionRefused) {
        try set(CURLOPT_PROTOCOLS_STR, isEncrypted ? "https" : "http")
        try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        try set(CURLOPT_HTTP09_ALLOWED, 0)
        // A redirect would carry the token elsewhere; its status comes back as an error.
        try set(CURLOPT_FOLLOWLOCATION, 0)
        // The environment's proxy sees only TLS. Plain http, which is loopback only, must not
        // leave the machine through it.
        if !isEncrypted { try set(CURLOPT_PROXY, "") }
        try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    }

    private func applyTrust(_ authorities: String?) throws(OptionRefused) {
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let authorities { try set(CURLOPT_CAINFO, authorities) }
    }

    private func applyConnection(connectTimeout: Duration) throws(OptionRefused) {
        // No signal handlers: timers by signal are not safe beside other threads.
        try set(CURLOPT_NOSIGNAL, 1)
        // Small requests must not wait for the acknowledgement of earlier bytes.
        try set(CURLOPT_TCP_NODELAY, 1)
        // During a long wait nothing is sent: without probes a router forgets the connection,
        // and a vanished hub would not be noticed.
        try set(CURLOPT_TCP_KEEPALIVE, 1)
        try set(CURLOPT_TCP_KEEPIDLE, 30)
        try set(CURLOPT_TCP_KEEPINTVL, 15)
        // A name server that does not answer must hold up neither cancelling nor closing: the
        // thread that asks it is left to end by itself.
        try set(CURLOPT_QUICK_EXIT, 1)
        let milliseconds = max(1, connectTimeout / .milliseconds(1))
        try set(CURLOPT_CONNECTTIMEOUT_MS, Int(min(milliseconds, 3_600_000)))
        try set(CURLOPT_BUFFERSIZE, 128 * 1024)
    }
}
