// `syncd category`, `type`, `contact` and so on: one command tree for the five lists.

import ArgumentParser
import LocalStore
import SupportDesk
import SyncEngine

/// Which of the lists a command tree is about.
protocol ListKind {
    static var list: NamedList { get }
    static var plural: String { get }
}

enum Categories: ListKind {
    static let list = NamedList.category
    static let plural = "categories"
}
enum Types: ListKind {
    static let list = NamedList.type
    static let plural = "types"
}
enum Contacts: ListKind {
    static let list = NamedList.contact
    static let plural = "contacts"
}
enum Organizations: ListKind {
    static let list = NamedList.organization
    static let plural = "organizations"
}
enum Projects: ListKind {
    static let list = NamedList.project
    static let plural = "projects"
}

struct ListCommand<Kind: ListKind>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: Kind.list.rawValue,
            abstract: "The \(Kind.plural) that tickets choose from.",
            discussion: "Example: syncd \(Kind.list.rawValue) add \"Example\"",
            subcommands: [
                ListShow<Kind>.self, ListAdd<Kind>.self, ListRename<Kind>.self,
                ListSet<Kind>.self, ListArchive<Kind>.self, ListRestore<Kind>.self,
            ],
            defaultSubcommand: ListShow<Kind>.self)
    }
}

struct ListShow<Kind: ListKind>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "list", "List the \(Kind.plural).", example: "\(Kind.list.rawValue) list --all")
    }

    @Flag(help: "Archived ones, too.") var all = false
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let rows = try Replica.reading(options) {
            try $0.desk.list(Kind.list, includingArchived: all)
        }
        options.output.show(.array(rows.map(\.json))) {
            rows.isEmpty ? "No \(Kind.plural)." : rows.map(\.line).joined(separator: "\n")
        }
    }
}

struct ListAdd<Kind: ListKind>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "add", "Add to the \(Kind.plural).", example: "\(Kind.list.rawValue) add \"Example\"")
    }

    @Argument(help: "Its name.") var name: String
    @OptionGroup var fields: ListFields<Kind>
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let draft = NamedDraft(
            name, organization: fields.organization.map { Reference($0) }, email: fields.email)
        try Replica.writing(options) { replica in
            let id = try replica.desk.add(draft, to: Kind.list)
            options.output.show(["id": .string("\(id)"), "name": .string(name)]) {
                "Saved: \(Kind.list.rawValue) \(id), \(name)."
            }
        }
    }
}

/// What some lists have beside a name.
struct ListFields<Kind: ListKind>: ParsableArguments {
    @Option(help: "Of contacts and projects: an organization, by name or id.")
    var organization: String?
    @Option(help: "Of contacts: where to write to.") var email: String?

    func validate() throws {
        if organization != nil, !Kind.list.hasOrganization {
            throw ValidationError("\(Kind.plural) have no --organization.")
        }
        if email != nil, Kind.list != .contact {
            throw ValidationError("\(Kind.plural) have no --email.")
        }
    }
}

/// The row of a list that a command is about.
struct ListArguments: ParsableArguments {
    @Argument(help: "Its name or id.") var row: String
    @OptionGroup var options: GlobalOptions

    func change(_ kind: NamedList, _ act: (Desk, Reference) throws -> Dot?) throws {
        try Replica.writing(options) { replica in
            let dot = try act(replica.desk, Reference(row))
            options.output.show(
                ["name": .string(row), "changed": .boolean(dot != nil)]
            ) {
                dot == nil ? "Nothing to change." : "Saved: \(kind.rawValue) \(row)."
            }
        }
    }
}

struct ListRename<Kind: ListKind>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "rename", "Give one of the \(Kind.plural) another name.",
            example: "\(Kind.list.rawValue) rename \"Example\" \"Better name\"")
    }

    @OptionGroup var row: ListArguments
    @Argument(help: "The new name.") var name: String

    func run() throws {
        try row.change(Kind.list) { try $0.rename($1, in: Kind.list, to: name) }
    }
}

struct ListSet<Kind: ListKind>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "set", "Change what one of the \(Kind.plural) holds beside its name; none clears.",
            example: "\(Kind.list.rawValue) set \"Example\" "
                + (Kind.list.hasOrganization ? "--organization \"Quarry works\"" : "--help"))
    }

    @OptionGroup var row: ListArguments
    @OptionGroup var fields: ListFields<Kind>

    func validate() throws {
        guard fields.organization == nil, fields.email == nil else { return }
        throw ValidationError("Say what to change: --organization, or --email of a contact.")
    }

    func run() throws {
        var edit = NamedEdit()
        edit.organization = Change(option: fields.organization)
        if let email = fields.email {
            edit.email = ["", "none"].contains(email) ? .clear : .set(email)
        }
        try row.change(Kind.list) { try $0.edit($1, in: Kind.list, edit) }
    }
}

struct ListArchive<Kind: ListKind>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "archive", "Offer it no longer; it stays valid where it stands.",
            example: "\(Kind.list.rawValue) archive \"Example\"")
    }

    @OptionGroup var row: ListArguments

    func run() throws {
        try row.change(Kind.list) { try $0.archive($1, in: Kind.list) }
    }
}

struct ListRestore<Kind: ListKind>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "restore", "Offer it again.", example: "\(Kind.list.rawValue) restore \"Example\"")
    }

    @OptionGroup var row: ListArguments

    func run() throws {
        try row.change(Kind.list) { try $0.restore($1, in: Kind.list) }
    }
}
