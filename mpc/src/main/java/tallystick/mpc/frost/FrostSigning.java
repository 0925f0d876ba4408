package tallystick.mpc.frost;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.Held;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Expect;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Inbox;
import tallystick.mpc.session.Outgoing;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.Step;

/// One party's part of a FROST signing session: commitments, then shares, then every party combines and verifies.
///
/// **Why** no coordinator has authority: each party builds the commitment list from what it heard itself, so its own
/// commitment is in it once and unaltered, and the hash of the list goes with its share, so that parties who heard
/// different commitments find out. A share for one list is worth nothing with another, therefore it may leave before
/// the lists are compared.
///
/// **Form** with commitments made ahead ([#pooled]) round 1 falls away. Produces one signature for each request, each
/// verified under its output key.
///
/// **Threads** a value; one driver. **Timing** constant in shares and nonces.
///
/// @spec https://www.rfc-editor.org/rfc/rfc9591#section-5 RFC 9591 §5 (two-round FROST signing protocol)
public final class FrostSigning implements Protocol<FrostState, FrostMessage, List<SchnorrSignature>> {
    /// Where the nonces of this run come from.
    private sealed interface Source {
        record Drawn(Entropy entropy, SecretMemory home) implements Source {}

        record Pooled(NoncePool pool, PeerCommitments peers, SortedMap<PartyId, NonceItems> items) implements Source {}
    }

    private final Session session;
    private final FrostAdmission.Admitted admitted;
    private final Source source;

    private FrostSigning(Session session, FrostAdmission.Admitted admitted, Source source) {
        if (!session.parties().equals(admitted.setup().set().parties()))
            throw new IllegalArgumentException("session of other parties than the signing set");
        if (!session.self().equals(admitted.share().self()))
            throw new IllegalArgumentException("share of %s in the session of %s"
                    .formatted(admitted.share().self(), session.self()));
        this.session = session;
        this.admitted = admitted;
        this.source = source;
    }

    /// Draws its nonces in round 1.
    ///
    /// @param session best [FrostSetup#session]; every id that is never used again will do, for set-ups are
    ///     compared
    /// @param admitted what this party agreed to, by which share
    /// @param home where nonces live until spent
    /// @throws IllegalArgumentException if session and admission do not fit each other, or the set-up names pool
    ///     items: the caller's fault
    public static FrostSigning drawing(
            Session session, FrostAdmission.Admitted admitted, Entropy entropy, SecretMemory home) {
        if (admitted.setup().pooled().isPresent())
            throw new IllegalArgumentException("set-up with pool items to a run without");
        return new FrostSigning(session, admitted, new Source.Drawn(entropy, home));
    }

    /// Uses commitments made ahead: the first message is already the share. The set-up must have been compared before
    /// (`tallystick.mpc.agreement`), and its hash and the fresh bytes exchanged then make the session id, so that
    /// no message of a party with another set-up is ever of this run.
    ///
    /// @param fresh 32 bytes of each party, drawn for this run alone
    /// @throws IllegalArgumentException if set-up, fresh bytes and pool do not fit each other: the caller's fault
    public static FrostSigning pooled(
            FrostAdmission.Admitted admitted, SortedMap<PartyId, Bytes> fresh, NoncePool pool, PeerCommitments peers) {
        var setup = admitted.setup();
        var share = admitted.share();
        var items = setup.pooled()
                .orElseThrow(() -> new IllegalArgumentException("set-up without pool items to a run with"));
        if (!pool.share().key().equals(share.key()) || !pool.share().self().equals(share.self()))
            throw new IllegalArgumentException("nonce pool of another share");
        return new FrostSigning(setup.session(fresh, share.self()), admitted, new Source.Pooled(pool, peers, items));
    }

    @Override
    public Session session() {
        return session;
    }

    /// @spec docs/spec/frost.md#FR-16 frost
    @Override
    public Step<FrostState, FrostMessage, List<SchnorrSignature>> start() {
        var ended = admitted.endedElsewhere();
        if (ended.isPresent()) return new Step.Aborted<>(ended.get());
        return switch (source) {
            case Source.Drawn(var entropy, var home) -> commit(entropy, home);
            case Source.Pooled(var pool, var peers, var items) -> take(pool, peers, items);
        };
    }

    /// @spec docs/spec/frost.md#FR-14 frost
    /// @spec docs/spec/frost.md#FR-37 frost
    /// @spec docs/spec/frost.md#FR-38 frost
    @Override
    public Step<FrostState, FrostMessage, List<SchnorrSignature>> advance(FrostState state, Inbox<FrostMessage> inbox) {
        return switch (state) {
            // > Round Two: each participant is given the message and the list of commitments, and makes its share.
            case FrostState.AwaitCommitments awaiting -> {
                try (awaiting) {
                    var ended = admitted.endedElsewhere();
                    if (ended.isPresent()) yield new Step.Aborted<>(ended.get());
                    yield new RoundTwo(session, admitted.setup(), admitted.share())
                            .hear(awaiting.nonces(), inbox.broadcasts());
                }
            }
            // > Signature Share Aggregation: by each party for itself.
            case FrostState.AwaitShares awaiting ->
                new Aggregation(session, admitted).hear(awaiting, inbox.broadcasts());
        };
    }

    @Override
    public Parsed<FrostMessage> parse(Bytes encoded) {
        var setup = admitted.setup();
        return FrostMessage.parse(encoded, session.id(), setup.key().group(), setup.setup());
    }

    /// The commitments are echoed by the hash in the share message.
    @Override
    public boolean echoes(int round) {
        return false;
    }

    // > Round One: each participant draws a nonce pair and sends the commitments, here one pair for each request.
    private Step<FrostState, FrostMessage, List<SchnorrSignature>> commit(Entropy entropy, SecretMemory home) {
        var nonces = new ArrayList<SigningNonces>();
        var setup = admitted.setup();
        try (var held = new Held()) {
            for (var i = 0; i < setup.requests().size(); i++)
                nonces.add(held.hold(FrostSign.commit(admitted.share(), entropy, home), SigningNonces::close));
            var commit = new FrostMessage.Commit(
                    session.id(),
                    setup.setup(),
                    nonces.stream().map(SigningNonces::commitments).toList());
            return held.release(new Step.Await<>(
                    new FrostState.AwaitCommitments(nonces),
                    List.of(new Outgoing.Broadcast<>(commit)),
                    Expect.broadcasts(1, session.others())));
        }
    }

    /// @spec docs/spec/frost.md#FR-33 frost
    private Step<FrostState, FrostMessage, List<SchnorrSignature>> take(
            NoncePool pool, PeerCommitments peers, SortedMap<PartyId, NonceItems> items) {
        var others = new TreeMap<>(items);
        var own = others.remove(session.self());
        var commitments = peers.take(others);
        var nonces = own == null || commitments.isEmpty() ? Optional.<List<SigningNonces>>empty() : pool.take(own);
        if (commitments.isEmpty() || nonces.isEmpty())
            return new Step.Aborted<>(
                    Blame.unattributed(Fault.ITEM_UNAVAILABLE, "a commitment made ahead is unknown or spent"));
        try (var spending = new FrostState.AwaitCommitments(nonces.get())) {
            return new RoundTwo(session, admitted.setup(), admitted.share()).sign(spending.nonces(), commitments.get());
        }
    }
}
