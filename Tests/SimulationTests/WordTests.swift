// All short words over a small alphabet: what a random walk might never try, tried.

import Testing

@Suite struct Words {
    /// A letter of the words: one thing that happens in a world of two laptops.
    enum Letter: CaseIterable {
        case firstEdits, secondEdits, secondEditsLabel
        case firstSyncs, secondSends, requestArrives, answerArrives, requestRepeats
    }

    @Test(arguments: Letter.allCases)
    func `every word of four letters ends with equal replicas and nothing lost`(
        first: Letter
    ) throws {
        for word in words(beginningWith: first) {
            let world = try World(laptops: 2, seed: 7)
            for letter in word { try perform(letter, in: world) }
            let faults = try world.settle()
            #expect(faults == [], "\(word)")
        }
    }

    private func perform(_ letter: Letter, in world: World) throws {
        switch letter {
        case .firstEdits: try world.edit(on: 0, world.note)
        case .secondEdits: try world.editBoth(on: 1)
        case .secondEditsLabel: try world.edit(on: 1, world.label)
        case .firstSyncs: try world.sync(0)
        case .secondSends: try world.send(1)
        case .requestArrives: try world.deliverRequest()
        case .answerArrives: try world.deliverAnswer()
        case .requestRepeats: try world.deliverRequest(keep: true)
        }
    }
}

/// All words of a length that begin with this letter.
func words<Letter: CaseIterable>(beginningWith first: Letter, length: Int = 4) -> [[Letter]] {
    (1..<length).reduce([[first]]) { words, _ in
        words.flatMap { word in Letter.allCases.map { word + [$0] } }
    }
}
