// The few calls of libcurl's easy interface that we need, with their results checked.
import CCurl

/// libcurl did not take an option: out of memory, or not built in.
struct OptionRefused: Error {
    let code: CURLcode
}

/// One easy handle; used on the transfer thread only, freed by `free()`.
struct EasyHandle: Equatable {
    let pointer: UnsafeMutableRawPointer

    init?() {
        guard let pointer = curl_easy_init() else { return nil }
        self.pointer = pointer
    }

    init(pointer: UnsafeMutableRawPointer) { self.pointer = pointer }

    /// Forgets all options; the TLS sessions stay, which makes the next handshake shorter.
    func reset() { curl_easy_reset(pointer) }

    func free() { curl_easy_cleanup(pointer) }

    func set(_ option: CURLoption, _ value: Int) throws(OptionRefused) {
        try check(ccurl_set_long(pointer, option, value))
    }

    func set(_ option: CURLoption, _ value: String) throws(OptionRefused) {
        try check(ccurl_set_text(pointer, option, value))
    }

    /// Sets a body, which libcurl copies.
    func setBody(_ bytes: [UInt8]) throws(OptionRefused) {
        try setBodyBytes(bytes.count)
        // An empty array may have no address, and libcurl takes a null pointer for "no body".
        let code = (bytes.isEmpty ? [0] : bytes).withUnsafeBytes { buffer in
            ccurl_set_pointer(pointer, CURLOPT_COPYPOSTFIELDS, buffer.baseAddress)
        }
        try check(code)
    }

    /// Says how long a body is that a callback gives.
    func setBodyBytes(_ count: Int) throws(OptionRefused) {
        try check(ccurl_set_offset(pointer, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(count)))
    }

    /// Sets the header list, which must outlive the transfer.
    func set(_ headers: HeaderList) throws(OptionRefused) {
        try check(ccurl_set_list(pointer, CURLOPT_HTTPHEADER, headers.list))
    }

    /// Sets the buffer for libcurl's own words, which must outlive the transfer.
    func set(_ errorText: ErrorText) throws(OptionRefused) {
        try check(ccurl_set_error_buffer(pointer, errorText.buffer))
    }

    /// Sets what receives header lines or body bytes, or gives them, with its context.
    func set(
        _ option: CURLoption, _ callback: @escaping ccurl_receive, _ contextOption: CURLoption,
        _ context: UnsafeMutableRawPointer
    ) throws(OptionRefused) {
        try check(ccurl_set_receive(pointer, option, callback))
        try check(ccurl_set_pointer(pointer, contextOption, context))
    }

    /// A count of bytes that libcurl keeps; 0 if it does not know.
    func bytes(_ fact: CURLINFO) -> Int {
        var value: curl_off_t = 0
        return ccurl_get_offset(pointer, fact, &value) == CURLE_OK ? Int(value) : 0
    }

    private func check(_ code: CURLcode) throws(OptionRefused) {
        guard code == CURLE_OK else { throw OptionRefused(code: code) }
    }
}

/// A list of header lines in libcurl's memory, freed with this object.
final class HeaderList {
    private(set) var list: UnsafeMutablePointer<curl_slist>?

    init(_ lines: [String]) throws(OptionRefused) {
        for line in lines {
            // On failure the list made so far stays valid, and is freed in `deinit`.
            guard let longer = curl_slist_append(list, line) else {
                throw OptionRefused(code: CURLE_OUT_OF_MEMORY)
            }
            list = longer
        }
    }

    deinit { curl_slist_free_all(list) }
}

/// Where libcurl writes what went wrong, in English, without the request's headers.
final class ErrorText {
    let buffer: UnsafeMutablePointer<CChar>

    init() {
        buffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
        buffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit { buffer.deallocate() }

    /// libcurl's words about this transfer, else its general ones about the code.
    func text(_ code: CURLcode) -> String {
        let own = String(cString: buffer)
        return own.isEmpty ? String(cString: curl_easy_strerror(code)) : own
    }
}
