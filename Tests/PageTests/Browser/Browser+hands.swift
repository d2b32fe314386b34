// What hands do: press what bears a name, fill in what bears a label, strike keys.

import Foundation
import ProcessSupport
import Testing

extension Browser {
    /// Presses a button, link or summary that bears exactly this name and is in view.
    func press(
        _ name: String, in part: String = "body",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await use("button \"\(name)\"", Self.pressable, part, name, sourceLocation) {
            try await self.send("/element/\($0)/click")
        }
    }

    /// Presses whatever the selector finds first.
    func pressElement(
        _ selector: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let source = "return document.querySelector(arguments[1])"
        try await use(selector, source, "", selector, sourceLocation) {
            try await self.send("/element/\($0)/click")
        }
    }

    /// Empties what bears the label and types into it.
    func fill(
        _ label: String, _ text: String, in part: String = "body",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await use("field \"\(label)\"", Self.labelled, part, label, sourceLocation) {
            try await self.send("/element/\($0)/clear")
            try await self.send("/element/\($0)/value", ["text": text])
        }
    }

    /// Puts a text in as pasting would: also what no keyboard has.
    func paste(
        _ label: String, _ text: String, in part: String = "body",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let source = """
            const found = (() => { \(Self.labelled) })();
            if (!found) return null;
            found.focus();
            found.value = arguments[2];
            found.dispatchEvent(new Event("input", { bubbles: true }));
            found.dispatchEvent(new Event("change", { bubbles: true }));
            return true;
            """
        try await wait(
            "field \"\(label)\"", source, part, label, text, sourceLocation: sourceLocation)
    }

    /// Chooses an option, by its words, of the select that bears the label.
    func choose(
        _ label: String, _ option: String, in part: String = "body",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let source = """
            const found = (() => { \(Self.labelled) })();
            const option = [...(found?.options ?? [])].find((one) => one.text === arguments[2]);
            if (!option) return null;
            found.focus();
            found.value = option.value;
            found.dispatchEvent(new Event("pointerdown", { bubbles: true }));
            found.dispatchEvent(new Event("input", { bubbles: true }));
            found.dispatchEvent(new Event("change", { bubbles: true }));
            return true;
            """
        try await wait(
            "\"\(option)\" of \"\(label)\"", source, part, label, option,
            sourceLocation: sourceLocation)
    }

    /// Strikes keys one after the other, wherever the focus is.
    func keys(_ keys: String...) async throws {
        let strokes: [[String: any Sendable]] = keys.flatMap { key in
            [["type": "keyDown", "value": key], ["type": "keyUp", "value": key]]
        }
        let source: [String: any Sendable] = ["type": "key", "id": "keyboard", "actions": strokes]
        try await send("/actions", ["actions": [source]])
    }

    /// What the element with the focus is called, for tests of the keyboard.
    func focused() async throws -> String {
        let source =
            "const at = document.activeElement;"
            + "return at.getAttribute('aria-label') || at.name || at.innerText || at.tagName"
        return try await script(source).string ?? ""
    }

    private func use(
        _ what: String, _ source: String, _ part: String, _ name: String,
        _ place: SourceLocation, _ act: (String) async throws -> Void
    ) async throws {
        _ = try await eventually(what, sourceLocation: place) { () -> Bool? in
            let found = try await script(source, part, name)
            // The key by which WebDriver names an element in JSON.
            guard let id = found["element-6066-11e4-a52e-4f735466cecf"]?.string else { return nil }
            try await act(id)
            return true
        }
    }

    private static let pressable = """
        for (const part of document.querySelectorAll(arguments[0])) {
            for (const one of part.querySelectorAll("button, a, summary, input[type=checkbox]")) {
                const name = one.getAttribute("aria-label")
                    || [...(one.labels ?? [])].map((label) => label.innerText).join(" ")
                    || one.innerText;
                if (name.replace(/\\s+/g, " ").trim() === arguments[1] && one.checkVisibility()) {
                    return one;
                }
            }
        }
        return null;
        """

    private static let labelled = """
        for (const part of document.querySelectorAll(arguments[0])) {
            for (const one of part.querySelectorAll("input, select, textarea")) {
                const names = [...(one.labels ?? [])].map((label) => label.innerText.trim());
                names.push(one.getAttribute("aria-label"));
                if (names.includes(arguments[1]) && one.checkVisibility()) return one;
            }
        }
        return null;
        """
}
