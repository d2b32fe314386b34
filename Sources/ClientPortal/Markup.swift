// HTML that cannot be broken out of: text of people becomes markup in one place, which escapes it.

/// A piece of a page.
///
/// Elements and attributes are cases and typed values of this file, so no text of anybody is ever
/// their name; every other character goes through ``text(_:)`` or the value of an attribute, and
/// both escape.
struct Markup: Sendable {
    /// As it goes over the wire.
    let source: String

    private init(source: String) { self.source = source }

    /// What may stand in a page.
    enum Element: String {
        case html, body, header, main, footer, section, h1, h2, p, ol, ul, li, a, time, span
        case div, bdi, img

        /// Begins on a line of its own, so that people can read the source.
        fileprivate var isBlock: Bool {
            switch self {
            case .a, .time, .span, .bdi, .img: false
            default: true
            }
        }

        /// Holds nothing, and has no end.
        fileprivate var isVoid: Bool { self == .img }
    }

    /// What an element may say of itself.
    enum Attribute {
        case `class`(PortalStyle.Name)
        case language(String)
        /// The direction of writing is that of the text's own first letter.
        case directionOfText
        case link(PortalAddress)
        /// Machine-readable, for ``Element/time``.
        case datetime(String)
        case id(String)
        case labelled(by: String)
        case label(String)
        /// The step at which something is, in a list of steps.
        case currentStep
        /// An image of a document.
        case source(PortalAddress)
        /// An image is loaded when somebody comes near it.
        case loadingLate
        /// What is said where an image is not seen.
        case alternative(String)

        fileprivate var parts: (name: String, value: String) {
            switch self {
            case .class(let name): ("class", name.rawValue)
            case .language(let code): ("lang", code)
            case .directionOfText: ("dir", "auto")
            case .link(let address): ("href", address.path)
            case .datetime(let text): ("datetime", text)
            case .id(let name): ("id", name)
            case .labelled(let name): ("aria-labelledby", name)
            case .label(let text): ("aria-label", text)
            case .currentStep: ("aria-current", "step")
            case .source(let address): ("src", address.path)
            case .loadingLate: ("loading", "lazy")
            case .alternative(let text): ("alt", text)
            }
        }
    }

    /// Text as it reads, whatever is in it.
    static func text(_ text: String) -> Markup { Markup(source: escaped(text)) }

    static func element(
        _ element: Element, _ attributes: Attribute..., holding children: [Markup]
    ) -> Markup {
        Self.element(element, attributes, children)
    }

    /// An element that holds one text.
    static func element(
        _ element: Element, _ attributes: Attribute..., text: String
    ) -> Markup {
        Self.element(element, attributes, [.text(text)])
    }

    static func element(
        _ element: Element, _ attributes: [Attribute], _ children: [Markup]
    ) -> Markup {
        let marks = attributes.map { attribute in
            let (name, value) = attribute.parts
            return " \(name)=\"\(escaped(value))\""
        }
        let start = (element.isBlock ? "\n" : "") + "<\(element.rawValue)\(marks.joined())>"
        guard !element.isVoid else { return Markup(source: start) }
        let inner = children.map(\.source).joined()
        return Markup(source: start + inner + "</\(element.rawValue)>")
    }

    /// The one part of a page that is no element of text: what the browser must know before it.
    static func head(title: String, style: String) -> Markup {
        Markup(
            source: """

                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta name="robots" content="noindex, nofollow, noarchive">
                <title>\(escaped(title))</title>
                <style>\(style)</style>
                </head>
                """)
    }

    /// A whole page.
    static func document(_ children: [Markup]) -> String {
        "<!DOCTYPE html>" + element(.html, .language("en"), holding: children).source + "\n"
    }

    /// The five characters that mean something in HTML become names, in text and in values of
    /// attributes alike; what no document may hold becomes the replacement character.
    /// - Complexity: O(bytes).
    private static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            case "'": result.append(contentsOf: "&apos;".unicodeScalars)
            case "\n", "\t": result.append(scalar)
            case _ where scalar.isForbiddenInHTML: result.append("\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}

extension Unicode.Scalar {
    /// Controls and noncharacters. Source: HTML Standard, 13.1.4 and 3.2.5.2.
    fileprivate var isForbiddenInHTML: Bool {
        switch value {
        case 0..<0x20, 0x7F...0x9F, 0xFDD0...0xFDEF: true
        default: value & 0xFFFE == 0xFFFE
        }
    }
}
