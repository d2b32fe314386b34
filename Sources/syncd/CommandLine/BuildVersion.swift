// The version that `syncd --version` prints and that the hub sees in the user agent.

enum BuildVersion {
    static let text = "0.1.0"
}
