package tallystick.core.attestation;

import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// What all participants of one ceremony attest alike: word for word the same at each of them.
///
/// **Form** `docs/spec/attestation.md` §2. Times and software are not here: each participant has its own
/// ([Testimony]).
///
/// @param kind what was done
/// @param key what came out
/// @param participants of the run, by their numbers there from 1; owners of leaves first, then those that leave
/// @param ordered on whose word
/// @param session names the run: the hash of its whole plan
/// @param transcript hash of all that was said in public
public record CeremonyFacts(
        Kind kind,
        AttestedKey key,
        List<Participant> participants,
        Ordered ordered,
        Digest32 session,
        Digest32 transcript) {
    /// The most participants of a run.
    public static final int PARTICIPANTS_MAX = 128;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    /// What a ceremony makes of a key's shares; codes as in `mpc.ceremony.CeremonyKind`.
    public enum Kind {
        /// A new key.
        GENERATE(1),
        /// New shares for the same participants.
        REFRESH(2),
        /// New shares for another tree.
        RESHARE(3),
        /// One participant's lost shares again.
        REPAIR(4);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /// The byte that stands for this kind.
        public int code() {
            return code;
        }

        /// The kind a byte stands for.
        ///
        /// @throws IllegalArgumentException if for none: the caller's fault
        public static Kind ofCode(int code) {
            for (var kind : values()) if (kind.code == code) return kind;
            throw new IllegalArgumentException("ceremony kind %d not in 1..4".formatted(code));
        }
    }

    /// On whose word the ceremony was held.
    ///
    /// @param order hash of the operator's signed order
    /// @param operator name in the roster
    /// @param rosterVersion of the roster that all participants followed
    /// @param roster its hash
    public record Ordered(Digest32 order, String operator, int rosterVersion, Digest32 roster) {}

    /// Copies.
    ///
    /// @throws IllegalArgumentException if the parts do not fit each other: the caller's fault
    public CeremonyFacts {
        participants = List.copyOf(participants);
        if (participants.isEmpty() || participants.size() > PARTICIPANTS_MAX)
            throw new IllegalArgumentException("%d participants not in 1..128".formatted(participants.size()));
        var seen = new HashSet<Object>();
        for (var each : participants)
            if (!seen.add(each.name()) || !seen.add(each.identity()))
                throw new IllegalArgumentException("name or identity of participant %s repeats".formatted(each.name()));
        if ((kind == Kind.GENERATE) != (key.epoch() == 1))
            throw new IllegalArgumentException(
                    "a ceremony of kind %d made epoch %d".formatted(kind.code(), key.epoch()));
        if (ordered.rosterVersion() < 1)
            throw new IllegalArgumentException("roster version %d below 1".formatted(ordered.rosterVersion()));
        if (!isName(ordered.operator())) throw new IllegalArgumentException("operator not of [a-z][a-z0-9-]{0,31}");
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /// Whether somebody of this name took part.
    public boolean names(String name) {
        return participants.stream().anyMatch(each -> each.name().equals(name));
    }

    /// The canonical bytes.
    /// @spec docs/spec/attestation.md#AT-2 attestation
    public Bytes encode() {
        var writer = new Writer().u8(kind.code());
        key.write(writer);
        return writer.list(participants, (each, participant) -> participant.write(each))
                .raw(ordered.order().bytes())
                .variable(Bytes.ofUtf8(ordered.operator()))
                .u32(ordered.rosterVersion())
                .raw(ordered.roster().bytes())
                .raw(session.bytes())
                .raw(transcript.bytes())
                .toBytes();
    }

    static CeremonyFacts read(Reader reader) throws MalformedInput {
        var start = reader.position();
        try {
            return new CeremonyFacts(
                    Kind.ofCode(reader.u8("ceremony kind")),
                    AttestedKey.read(reader),
                    reader.list(1, PARTICIPANTS_MAX, "participants", Participant::read),
                    readOrdered(reader),
                    Digest32.read(reader, "session"),
                    Digest32.read(reader, "transcript"));
        } catch (IllegalArgumentException unfit) {
            throw new MalformedInput(start, "good facts of a ceremony: " + unfit.getMessage());
        }
    }

    private static Ordered readOrdered(Reader reader) throws MalformedInput {
        return new Ordered(
                Digest32.read(reader, "order"),
                Participant.ascii(reader, "operator"),
                reader.u32("roster version"),
                Digest32.read(reader, "roster"));
    }
}
