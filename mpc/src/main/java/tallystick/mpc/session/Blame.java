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

    /// Those who say something else of a run in which all hold one set-up. Between two parties the other one said
    /// something else than it did. Among more a third may have told each something else: whoever differs may be
    /// honest, so nobody is named. Of what parties were *given* before a run this says nothing, of two neither.
    ///
    /// @param different who they are; the detail may say so
    public static Blame ofTheOther(Session session, Collection<PartyId> different, Fault fault, String detail) {
        return session.parties().size() == 2 ? of(different, fault, detail) : unattributed(fault, detail);
    }

    /// Nobody can be named.
    public static Blame unattributed(Fault fault, String detail) {
        return new Blame(List.of(), fault, detail, List.of());
    }
}
