package tallystick.tools.pack;

import java.util.List;

/// The sixteen parts of a pack: one table each. What the system holds nothing of is said, not left out.
public enum Part {
    /// Which keys there are, and who holds shares of them.
    KEYS(
            "keys",
            "Key inventory",
            "Where a share is kept and under what kind of key-encryption key is not in the log: ask each operator.",
            "at",
            "node",
            "key",
            "epoch",
            "scheme",
            "public key",
            "accounts",
            "quorum tree",
            "certificate"),
    /// How keys came to be.
    CEREMONIES(
            "ceremonies",
            "Ceremony attestations",
            "The attestations themselves are in the folder 'attestations' where the operator collected them.",
            "at",
            "node",
            "key",
            "epoch",
            "statement",
            "signature"),
    /// What could be done by which rules.
    POLICIES(
            "policies",
            "Policy and governed document history",
            "Who proposed a version and answered is from the changes that the node keeps, whose signatures are"
                    + " verified. Analyzer reports and replay results are made again from the documents with"
                    + " './tallystick policy'.",
            "node",
            "document",
            "version",
            "hash",
            "parent",
            "in force since",
            "proposed by",
            "answers",
            "direction",
            "pledged by"),
    /// What was signed.
    WITHDRAWALS(
            "withdrawals",
            "Withdrawal population",
            "Signed is what the nodes know. Block, fee paid and later status are not held: no node watches the chains."
                    + " Requests from before a workspace began have no evidence in the docket.",
            "at",
            "node",
            "intent",
            "key",
            "path",
            "chain",
            "effects",
            "initiator",
            "approvals",
            "policy",
            "trace",
            "signers",
            "messages",
            "signatures"),
    /// What was not signed.
    REFUSALS(
            "refusals",
            "Denied, frozen and refused",
            "Of what was denied, reasons and policy are those of the ruling made again. Why a node refused before any"
                    + " ruling, and the policy it named then, are its own words.",
            "at",
            "node",
            "intent",
            "key",
            "ruling",
            "why",
            "policy"),
    /// Who may be paid.
    ADDRESS_BOOK(
            "address-book",
            "Address book",
            "Ownership proofs and screening snapshots are not held.",
            "version",
            "in force since",
            "chain",
            "address",
            "label",
            "counterparty",
            "added by",
            "added at",
            "tags",
            "blocked"),
    /// Who may do what.
    ACCESS(
            "access",
            "Access: people, rights, keys, programs",
            "People's sign-ins to control, exceptions to separation of duties and sign-offs of quarterly reviews are"
                    + " not held. Who called a node is told once a day; evidence taken out, if nodes countersigned it.",
            "kind",
            "name",
            "human",
            "rights",
            "roles",
            "keys",
            "revoked keys",
            "at",
            "node",
            "what"),
    /// Sanctions and risk.
    SCREENING(
            "screening",
            "Screening and risk",
            "Lists, hits and dispositions are not held: nothing screens in this version. What signed facts a request"
                    + " had is here.",
            "at",
            "node",
            "intent",
            "fact",
            "signer",
            "what became of it"),
    /// What is kept against loss.
    BACKUPS(
            "backups",
            "Backups and recovery",
            "Restores are here. The inventory of backups, their custodians and reports of drills are not held by the"
                    + " nodes.",
            "at",
            "node",
            "key",
            "epoch",
            "backup"),
    /// How old shares became useless.
    REFRESHES(
            "refreshes",
            "Share refresh and rotation",
            "That old shares cannot sign is shown by tests of the software, such as C2Test and the demonstration.",
            "at",
            "node",
            "act",
            "key",
            "epoch",
            "by",
            "cause",
            "words"),
    /// What went wrong.
    INCIDENTS(
            "incidents",
            "Incidents with their clocks",
            "The time is when the node noticed. When it was classified and reported, and the fields of DORA's"
                    + " templates, are people's to fill in: they are not held.",
            "at",
            "node",
            "what",
            "subject",
            "reason",
            "order"),
    /// Which machines there are.
    TOPOLOGY(
            "topology",
            "Topology, certificates and versions",
            "Zones, accounts and operators are those that the organisation says in its document of places.",
            "at",
            "node",
            "what",
            "value",
            "until"),
    /// What the logs themselves prove.
    LOGS(
            "logs",
            "Proof of the audit logs",
            "No anchor outside the nodes is configured.",
            "node",
            "entries",
            "root",
            "first of this time",
            "first after it",
            "cosigned by",
            "over",
            "cosigned at"),
    /// What is owned.
    RESERVES(
            "reserves",
            "Reconciliation and proof of reserves",
            "Not held: balances and proofs of control are no part of this version.",
            "account",
            "asset",
            "balance",
            "block"),
    /// What runs.
    BUILDS(
            "builds",
            "Builds and provenance",
            "The software has been audited by nobody outside. The list of its parts, known weaknesses of these and test"
                    + " reports belong to its release, not to the nodes.",
            "at",
            "node",
            "software",
            "build",
            "boot"),
    /// Whose value it is.
    CLIENTS(
            "clients",
            "Client positions and segregation",
            "Not held: the system keeps keys, not clients' positions.",
            "client",
            "vault",
            "asset",
            "position");

    private final String slug;
    private final String title;
    private final String note;

    @SuppressWarnings("ImmutableEnumChecker") // a copy that does not change
    private final List<String> columns;

    Part(String slug, String title, String note, String... columns) {
        this.slug = slug;
        this.title = title;
        this.note = note;
        this.columns = List.of(columns);
    }

    /// From 1.
    public int number() {
        return List.of(values()).indexOf(this) + 1;
    }

    /// How its files are called, without ending.
    public String file() {
        return "%s%02d-%s".formatted(PackNames.PARTS, number(), slug);
    }

    /// What it is.
    public String title() {
        return title;
    }

    /// What is not in it, if something is not.
    public String note() {
        return note;
    }

    /// The columns that the report has; the others are for spreadsheets and programs.
    List<String> read() {
        return switch (this) {
            case KEYS -> List.of("at", "node", "key", "epoch", "scheme", "quorum tree");
            case CEREMONIES -> List.of("at", "node", "key", "epoch", "statement");
            case POLICIES ->
                List.of("node", "document", "version", "in force since", "proposed by", "direction", "pledged by");
            case WITHDRAWALS -> List.of("at", "intent", "effects", "initiator", "approvals", "signers");
            case REFUSALS -> List.of("at", "node", "intent", "ruling", "why");
            case ADDRESS_BOOK -> List.of("version", "chain", "address", "label", "counterparty", "blocked");
            case ACCESS -> List.of("kind", "name", "rights", "roles", "at", "node", "what");
            case SCREENING -> List.of("at", "node", "intent", "fact", "what became of it");
            case BACKUPS -> List.of("at", "node", "key", "epoch", "backup");
            case REFRESHES -> List.of("at", "node", "act", "key", "epoch", "cause");
            case INCIDENTS -> List.of("at", "node", "what", "subject", "reason");
            case TOPOLOGY -> List.of("node", "what", "value", "until");
            case LOGS -> List.of("node", "entries", "root", "cosigned by", "over", "cosigned at");
            case RESERVES -> List.of("account", "asset", "balance", "block");
            case BUILDS -> List.of("at", "node", "software", "build");
            case CLIENTS -> List.of("client", "vault", "asset", "position");
        };
    }

    /// The names of its columns.
    public List<String> columns() {
        return columns;
    }
}
