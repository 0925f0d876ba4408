package tallystick.core.facts;

import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;

/// What kind of thing is claimed. A key is trusted for one kind only.
public enum ClaimKind {
    /// What a whole unit of an asset costs.
    PRICE(1),
    /// How risky a request or an account is.
    RISK(2),
    /// Whether lists of sanctions name an account.
    SCREENING(3),
    /// Which code a contract has, and since when.
    CODE(4),
    /// What changed when bytes were carried out on a copy of the chain.
    CHANGES(5),
    /// That what a request answers on another chain has happened there.
    SOURCE_EVENT(6),
    /// Whose an account is.
    COUNTERPARTY(7),
    /// That the receiver's provider was told whom the value comes from.
    TRAVEL_RULE(8);

    private final int code;

    ClaimKind(int code) {
        this.code = code;
    }

    /// The byte that stands for it in every format.
    public int code() {
        return code;
    }

    static ClaimKind read(Reader reader) throws MalformedInput {
        var start = reader.position();
        var code = reader.u8("kind of claim");
        for (var kind : values()) if (kind.code == code) return kind;
        throw new MalformedInput(start, "kind of claim in 1..8");
    }
}
