package tallystick.mpc.session;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import tallystick.crypto.codec.Bytes;

/// Who broke the protocol, how, and what proves it.
///
/// @param culprits ascending and distinct; empty where nobody can be named
/// @param fault what they did
/// @param detail a lower-case phrase naming field and expectation; never input bytes or secrets
/// @param evidence signed messages and values that let an outsider judge again; may be empty
public record Blame(List<PartyId> culprits, Fault fault, String detail, List<Bytes> evidence) {
    /// Sorts and copies.
    public Blame {
        culprits = List.copyOf(new TreeSet<>(culprits));
        evidence = List.copyOf(evidence);
    }

    /// Whether the culprits are suspects: one of them at least broke the protocol, and each may be the one that did
    /// not. Nobody is banned or removed on this alone.
    public boolean suspects() {
        return fault == Fault.ZERO_SHARE_DISPUTE;
    }

    /// Several culprits, no evidence beyond the transcript.
    public static Blame of(Collection<PartyId> culprits, Fault fault, String detail) {
        return new Blame(List.copyOf(culprits), fault, detail, List.of());
    }

    /// One culprit.
    public static Blame of(PartyId culprit, Fault fault, String detail) {
        return new Blame(List.of(culprit), fault, detail, List.of());
    }

    /// One of the others lied, where all are known to hold one set-up and to have heard the same of this very run: of
    /// two parties the other one, of more nobody that could be named. Not for words that may differ for another
    /// reason: parties were *given* different things, or a word is an honest one of another try, repeated or late.
    public static Blame ofTheOther(Session session, Fault fault, String detail) {
        return session.parties().size() == 2 ? of(session.others(), fault, detail) : unattributed(fault, detail);
    }

    /// Nobody can be named.
    public static Blame unattributed(Fault fault, String detail) {
        return new Blame(List.of(), fault, detail, List.of());
    }
}
