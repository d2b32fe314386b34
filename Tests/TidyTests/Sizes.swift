// The measures of the house: how long a file, a function and a line may be.

enum Sizes {
    static let maximumFileLines = 500
    static let maximumFunctionLines = 70
    static let maximumColumns = 100

    /// Files of code; prose and data may be as long as they need.
    static func isCode(_ file: SourceFile) -> Bool {
        [".swift", ".h", ".c", ".js", ".modulemap", ".sh"].contains { file.path.hasSuffix($0) }
            || file.text.hasPrefix("#!")
    }

    static func fileFindings(in file: SourceFile) -> [Finding] {
        let count = file.lines.count - (file.text.hasSuffix("\n") ? 1 : 0)
        guard count > maximumFileLines else { return [] }
        let message = "\(count) lines; none has more than \(maximumFileLines)"
        return [Finding(path: file.path, line: 0, message: message)]
    }

    static func functionFindings(in file: SourceFile) -> [Finding] {
        FunctionSpan.all(in: file).filter { $0.length > maximumFunctionLines }.map {
            Finding(
                path: file.path, line: $0.line,
                message:
                    "\($0.name) has \($0.length) lines; none has more than \(maximumFunctionLines)")
        }
    }

    static func columnFindings(in file: SourceFile) -> [Finding] {
        file.lines.enumerated().filter { $0.element.count > maximumColumns }.map {
            Finding(
                path: file.path, line: $0.offset + 1,
                message: "\($0.element.count) columns; none has more than \(maximumColumns)")
        }
    }
}
