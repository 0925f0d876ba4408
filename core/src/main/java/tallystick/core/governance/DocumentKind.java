package tallystick.core.governance;

import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;

/// A document by which every node judges.
public enum DocumentKind {
    /// People and their keys, `docs/spec/people.md`.
    PEOPLE(1),
    /// The policy.
    POLICY(2),
    /// Where value may go by name, `docs/spec/address-book.md`.
    ADDRESS_BOOK(3),
    /// Nodes and programs, `docs/spec/roster.md`.
    ROSTER(4),
    /// Who may sign facts, `docs/spec/facts.md`.
    FACT_KEYS(5),
    /// The policy agreed ahead for breaking the glass.
    EMERGENCY_POLICY(6),
    /// Vaults, what nodes are, and the policies of places inside, `docs/spec/places.md`.
    PLACES(7);

    private final int code;

    DocumentKind(int code) {
        this.code = code;
    }

    /// The byte that stands for it in every format.
    public int code() {
        return code;
    }

    static DocumentKind read(Reader reader) throws MalformedInput {
        var start = reader.position();
        var code = reader.u8("kind of document");
        for (var kind : values()) if (kind.code == code) return kind;
        throw new MalformedInput(start, "kind of document in 1..7");
    }
}
