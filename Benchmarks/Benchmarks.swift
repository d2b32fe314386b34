// The first file of this target.
@main struct Placeholder { static func main() {} }
