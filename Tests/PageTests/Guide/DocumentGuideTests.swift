// The guide to documents, done in the browser: attach by button and by dropping, see where the
// bytes are, save them, and look at an image.

import Foundation
import ProcessSupport
import Testing

extension PageTests {
    @Suite struct DocumentGuideTests {
        /// A file in the hands of the page: what a person would choose or drop.
        private static let file = """
            const data = new DataTransfer();
            const bytes = Uint8Array.from(atob(arguments[1]), (one) => one.charCodeAt(0));
            data.items.add(new File([bytes], arguments[0]));
            """
        private static let choosing = """
            const input = document.querySelector("[aria-label='Attach a document'] [type=file]");
            if (!input) return null;
            input.files = data.files;
            input.dispatchEvent(new Event("change", { bubbles: true }));
            return true;
            """
        private static let dropping = """
            const place = document.querySelector(".two");
            if (!place) return null;
            place.dispatchEvent(new DragEvent("drop", {
                bubbles: true, cancelable: true, dataTransfer: data,
            }));
            return true;
            """
        private static let saved = """
            const done = arguments[arguments.length - 1];
            const links = [...document.querySelectorAll("a[download]")];
            const link = links.find((one) => one.ariaLabel === `Save: ${arguments[0]}`);
            fetch(link.href).then(async (answer) => {
                const bytes = new Uint8Array(await answer.arrayBuffer());
                done([answer.headers.get("Content-Disposition"),
                    btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(""))]);
            });
            """
        private static let pixel =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAA"
            + "AAYAAjCB0C8AAAAASUVORK5CYII="

        @Test func `documents are kept here by a press, and all of a ticket by another`()
            async throws
        {
            let world = try PageTests.world
            let page = world.office
            let id = try await world.ticket("Pump to take along")
            let file = world.workspace.path + "/plan.txt"
            try Data("the plan".utf8).write(to: URL(fileURLWithPath: file))
            try await world.workspace.on("office", "ticket", "attach", id, file)
            try await page.go("#/ticket/\(id)")
            try await page.shows("plan.txt", in: "[aria-label=Documents]")
            func kept(_ isKept: Bool, _ reason: String?) async throws {
                try await world.holds(id, on: "office", "kept: \(isKept) \(reason ?? "")") {
                    $0["keeps_documents"]?.boolean == isKept
                        && $0["documents"]?[0]?["kept"]?.string == reason
                }
            }
            try await page.press("Keep here: plan.txt", in: "main")
            try await kept(false, "document")
            try await page.shows("kept here", in: "[aria-label=Documents]")
            try await page.press("Keep all here", in: "main")
            try await kept(true, "document")
        }

        @Test func `a file is attached by choosing and by dropping, and saved on the other laptop`()
            async throws
        {
            let world = try PageTests.world
            let page = world.office
            let id = try await world.ticket("Pump leaks")
            try await page.go("#/ticket/\(id)")
            try await page.shows("No documents are attached.")
            let text = Data((0..<90_000).map { UInt8(truncatingIfNeeded: $0 >> 2) })
                .base64EncodedString()
            let name = "r\u{202E}eport <b>.pdf"
            try await page.wait("field", Self.file + Self.choosing, name, text)
            try await page.shows("Attached: internal.")
            try await page.shows("internal", in: "[aria-label=Documents]")
            try await page.choose("Who may open it", "Client can open it")
            try await page.shows("The client cannot see this ticket", in: ".warning")
            try await page.wait("ticket", Self.file + Self.dropping, "pixel.png", Self.pixel)
            try await page.shows("to client", in: "[aria-label=Documents]")
            try await page.wait(
                "image", "return document.querySelector('.thumb')?.naturalWidth === 1")
            #expect(
                try await page.script(
                    "return document.querySelector(\"[aria-label='Attach a document'] select\")"
                        + ".value"
                ).string == "internal")

            let van = world.van
            try await van.go("#/tickets?search=pump+leaks")
            try await van.shows("document pending", in: ".tickets")
            try await van.go("#/ticket/\(id)")
            try await van.shows("pixel.png", in: "[aria-label=Documents]")
            // The row is there before its bytes are at the hub.
            try await van.hides("still on the laptop of", in: "[aria-label=Documents]")
            let kept = try await van.asyncScript(Self.saved, name)
            #expect(kept[1]?.string == text)
            #expect(kept[0]?.string?.hasPrefix("attachment; filename=") == true)
            try await page.hides("not at the hub yet", in: "[aria-label=Documents]")
            try await page.go("#/tickets?search=pump+leaks")
            try await page.shows("Pump leaks", in: ".tickets")
            try await page.hides("document pending", in: ".tickets")
        }

        /// Drags the file over the page and drops it; what the browser would do else is in the
        /// answer, and the word that stands over the page meanwhile.
        private static let dragging = """
            const place = document.querySelector("main h1");
            if (!place) return null;
            const send = (type) => {
                const event = new DragEvent(type, {
                    bubbles: true, cancelable: true, dataTransfer: data });
                place.dispatchEvent(event);
                return event.defaultPrevented;
            };
            const isRefused = send("dragover");
            const words = document.querySelector(".veil").innerText;
            if (!words.includes(arguments[2])) return null;
            return [isRefused && send("drop"), words];
            """

        @Test func `a file dropped anywhere never makes the browser leave the page`() async throws {
            let world = try PageTests.world
            let page = world.office
            let id = try await world.ticket("Dropped upon")
            for screen in NetworkTests.screens {
                try await page.go(screen)
                let answer = try await page.wait(
                    screen, Self.file + Self.dragging, "a.txt", "eA==", "Files belong to a ticket")
                #expect(answer[0]?.boolean == true, "\(screen)")
            }
            try await page.shows("Files belong to a ticket", in: ".toasts")
            try await page.go("#/ticket/\(id)")
            try await page.shows("Dropped upon", in: "h1")
            let answer = try await page.wait(
                "ticket", Self.file + Self.dragging, "a.txt", "eA==", "Drop to attach to \(id)")
            #expect(answer[0]?.boolean == true)
            try await page.shows("a.txt", in: "[aria-label=Documents]")
            try await page.wait("no veil", "return document.querySelector('.veil').hidden")
        }
    }
}
