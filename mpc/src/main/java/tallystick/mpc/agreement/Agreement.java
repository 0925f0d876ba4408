package tallystick.mpc.agreement;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Expect;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Inbox;
import tallystick.mpc.session.Outgoing;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.SessionId;
import tallystick.mpc.session.State;
import tallystick.mpc.session.Step;

/// One round in which every party tells every other the hash of its set-up and 32 fresh bytes.
///
/// **Why** parties that hold different set-ups must find out before any key material is touched, and must not ban each
/// other for it (attack A5); and no run may ever repeat another's session id, whatever a requester or a peer replays
/// (A7). The fresh bytes of this party alone make the id of the run that follows new. No party speaks twice on one
/// occasion ([Occasions]).
///
/// **Threads** a value; one driver.
public final class Agreement implements Protocol<Agreement.Waiting, AgreementMessage, SortedMap<PartyId, Bytes>> {
    private final Session session;
    private final Digest32 occasion;
    private final Occasions occasions;
    private final Digest32 setup;
    private final Bytes fresh;

    /// Nothing is remembered between start and end but what the constructor was given.
    public record Waiting() implements State {}

    private Agreement(Session session, Digest32 occasion, Occasions occasions, Digest32 setup, Bytes fresh) {
        this.session = session;
        this.occasion = occasion;
        this.occasions = occasions;
        this.setup = setup;
        this.fresh = fresh;
    }

    /// @param occasion what all parties know beforehand: the hash of the order or evidence each of them was given
    /// @param self this party
    /// @param parties all, ascending
    /// @param setup hash of everything this party would run with
    /// @param fresh 32 bytes drawn for this run alone
    /// @param occasions on which this party has spoken: it does so once on each
    /// @spec docs/spec/agreement.md#AG-1 agreement
    public static Agreement of(
            Digest32 occasion, PartyId self, List<PartyId> parties, Digest32 setup, Bytes fresh, Occasions occasions) {
        if (fresh.length() != AgreementMessage.FRESH_LENGTH_BYTES)
            throw new IllegalArgumentException("%d fresh bytes, not 32".formatted(fresh.length()));
        var id = Transcript.of("tallystick/agreement/v1/session")
                .add("occasion", occasion)
                .digest();
        return new Agreement(new Session(new SessionId(id), self, parties), occasion, occasions, setup, fresh);
    }

    @Override
    public Session session() {
        return session;
    }

    /// @spec docs/spec/agreement.md#AG-3 agreement
    /// @spec docs/spec/agreement.md#AG-6 agreement
    @Override
    public Step<Waiting, AgreementMessage, SortedMap<PartyId, Bytes>> start() {
        return switch (occasions.note(occasion)) {
            case FIRST ->
                new Step.Await<>(
                        new Waiting(),
                        List.of(new Outgoing.Broadcast<>(new AgreementMessage(session.id(), setup, fresh))),
                        Expect.broadcasts(1, session.others()));
            case REPEATED -> stopped(Fault.SPOKEN_BEFORE, "this was tried here before: order it anew");
            case UNAVAILABLE ->
                stopped(Fault.RECORD_UNAVAILABLE, "what is tried here cannot be written down: nothing was said");
        };
    }

    private static Step<Waiting, AgreementMessage, SortedMap<PartyId, Bytes>> stopped(Fault fault, String detail) {
        return new Step.Aborted<>(Blame.unattributed(fault, detail));
    }

    /// @spec docs/spec/agreement.md#AG-4 agreement
    /// @spec docs/spec/agreement.md#AG-7 agreement
    @Override
    public Optional<Blame> dissent(Waiting state, Inbox<AgreementMessage> heard) {
        var different = heard.broadcasts().entrySet().stream()
                .filter(entry -> !entry.getValue().setup().equals(setup))
                .map(java.util.Map.Entry::getKey)
                .toList();
        return different.isEmpty()
                ? Optional.empty()
                : Optional.of(Blame.unattributed(
                        Fault.SETUP_MISMATCH,
                        "set-up of %s differs from this party's; nothing was touched".formatted(different)));
    }

    /// @spec docs/spec/agreement.md#AG-5 agreement
    @Override
    public Step<Waiting, AgreementMessage, SortedMap<PartyId, Bytes>> advance(
            Waiting state, Inbox<AgreementMessage> inbox) {
        var dissent = dissent(state, inbox);
        if (dissent.isPresent()) return new Step.Aborted<>(dissent.get());
        var all = new TreeMap<PartyId, Bytes>();
        all.put(session.self(), fresh);
        inbox.broadcasts().forEach((party, message) -> all.put(party, message.fresh()));
        return new Step.Done<>(all, List.of());
    }

    @Override
    public Parsed<AgreementMessage> parse(Bytes encoded) {
        return AgreementMessage.parse(encoded, session.id());
    }
}
