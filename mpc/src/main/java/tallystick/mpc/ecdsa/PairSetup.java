package tallystick.mpc.ecdsa;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.Held;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ecdsa.PairSetupState.AwaitBegins;
import tallystick.mpc.ecdsa.PairSetupState.AwaitChallenges;
import tallystick.mpc.ecdsa.PairSetupState.AwaitChoices;
import tallystick.mpc.ecdsa.PairSetupState.AwaitOpenings;
import tallystick.mpc.ecdsa.PairSetupState.AwaitResponses;
import tallystick.mpc.ecdsa.PairSetupState.Handshakes;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Expect;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Inbox;
import tallystick.mpc.session.Outgoing;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.Step;

/// Base OTs and zero-share seeds between every two parties of a roster, all pairs at once, both directions at once.
///
/// **Why** verified simplest OT needs no common reference string and no hashing to the curve: all it trusts is the
/// generator. Part of generation, refresh and reshare of an ECDSA key; always from scratch, never carried over.
///
/// Five rounds of direct messages. Any failed check ends the whole set-up and everything made in it is destroyed: a
/// peer that cheated may know a few bits of a Δ that is never used. Every pair is judged before anybody is blamed.
///
/// **Form** `docs/spec/base-ot.md`.
///
/// @spec https://eprint.iacr.org/2018/499 DKLs18, Protocol 7 (verified simplest OT)
/// @spec https://eprint.iacr.org/2023/765 DKLs23 §3 (set-up, zero-sharing)
public final class PairSetup implements Protocol<PairSetupState, PairSetupMessage, RosterSecrets> {
    private final Session session;
    private final Digest32 key;
    private final int epoch;
    private final Entropy entropy;
    private final SecretMemory home;

    private PairSetup(Session session, Digest32 key, int epoch, Entropy entropy, SecretMemory home) {
        this.session = session;
        this.key = key;
        this.epoch = epoch;
        this.entropy = entropy;
        this.home = home;
    }

    /// One party's part.
    ///
    /// @param session its id is fresh for every set-up: the hash of the agreed set-up with fresh bytes of every
    /// party
    /// @param key the id the key has or will have; on generation what stands for it until it is known, the same for
    /// all
    /// @param epoch the epoch these secrets will serve, from 1
    /// @param home where they live
    public static PairSetup of(Session session, Digest32 key, int epoch, Entropy entropy, SecretMemory home) {
        return new PairSetup(session, key, epoch, entropy, home);
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public boolean echoes(int round) {
        return false;
    }

    @Override
    public Step<PairSetupState, PairSetupMessage, RosterSecrets> start() {
        var byPeer = new TreeMap<PartyId, PairHandshake>();
        var send = new ArrayList<Outgoing<PairSetupMessage>>();
        try (var held = new Held()) {
            for (var peer : session.others()) {
                var name = new PairName(key, epoch, session.self(), peer);
                var handshake = held.hold(new PairHandshake(name, session.id(), entropy, home), PairHandshake::close);
                byPeer.put(peer, handshake);
                send.add(new Outgoing.Direct<>(peer, handshake.begin(entropy)));
            }
            var state = new AwaitBegins(new Handshakes(byPeer));
            return held.release(new Step.Await<>(state, send, Expect.directs(1, session.others())));
        }
    }

    @Override
    public Step<PairSetupState, PairSetupMessage, RosterSecrets> advance(
            PairSetupState state, Inbox<PairSetupMessage> inbox) {
        var open = state.handshakes();
        return switch (state) {
            case AwaitBegins _ ->
                step(
                        open,
                        inbox,
                        PairSetupMessage.Begin.class,
                        (pair, message) -> pair.choose(message, entropy),
                        AwaitChoices::new,
                        2);
            case AwaitChoices _ ->
                step(open, inbox, PairSetupMessage.Choices.class, PairHandshake::challenge, AwaitChallenges::new, 3);
            case AwaitChallenges _ ->
                step(open, inbox, PairSetupMessage.Challenges.class, PairHandshake::respond, AwaitResponses::new, 4);
            case AwaitResponses _ ->
                step(open, inbox, PairSetupMessage.Responses.class, PairHandshake::open, AwaitOpenings::new, 5);
            case AwaitOpenings _ -> finish(open, inbox);
        };
    }

    /// Answers every peer, or blames all who broke the protocol in the way the lowest of them did.
    private <M extends PairSetupMessage> Step<PairSetupState, PairSetupMessage, RosterSecrets> step(
            Handshakes open,
            Inbox<PairSetupMessage> inbox,
            Class<M> type,
            BiFunction<PairHandshake, M, PairHandshake.Reply> answer,
            Function<Handshakes, PairSetupState> next,
            int round) {
        var send = new ArrayList<Outgoing<PairSetupMessage>>();
        var accused = new TreeMap<PartyId, PairHandshake.Reply.Accuse>();
        open.byPeer().forEach((peer, pair) -> {
            var message = inbox.directs().get(peer);
            var reply = type.isInstance(message)
                    ? answer.apply(pair, type.cast(message))
                    : new PairHandshake.Reply.Accuse(Fault.WRONG_MESSAGE_TYPE, "message of round " + (round - 1));
            switch (reply) {
                case PairHandshake.Reply.Say(var said) -> send.add(new Outgoing.Direct<>(peer, said));
                case PairHandshake.Reply.Accuse accuse -> accused.put(peer, accuse);
            }
        });
        if (!accused.isEmpty()) return abort(open, accused);
        return new Step.Await<>(next.apply(open), send, Expect.directs(round, session.others()));
    }

    private Step<PairSetupState, PairSetupMessage, RosterSecrets> finish(
            Handshakes open, Inbox<PairSetupMessage> inbox) {
        var accused = new TreeMap<PartyId, PairHandshake.Reply.Accuse>();
        open.byPeer().forEach((peer, pair) -> {
            if (!(inbox.directs().get(peer) instanceof PairSetupMessage.Openings openings))
                accused.put(peer, new PairHandshake.Reply.Accuse(Fault.WRONG_MESSAGE_TYPE, "message of round 5"));
            else if (!pair.accepts(openings))
                accused.put(peer, new PairHandshake.Reply.Accuse(Fault.BASE_OT_CHECK, "openings of the challenges"));
        });
        if (!accused.isEmpty()) return abort(open, accused);
        var secrets = new TreeMap<PartyId, PairSecrets>();
        open.byPeer().forEach((peer, pair) -> secrets.put(peer, pair.finish()));
        return new Step.Done<>(new RosterSecrets(secrets), List.of());
    }

    private static Step<PairSetupState, PairSetupMessage, RosterSecrets> abort(
            Handshakes open, SortedMap<PartyId, PairHandshake.Reply.Accuse> accused) {
        open.close();
        var first = accused.firstEntry().getValue();
        var culprits = accused.entrySet().stream()
                .filter(each -> each.getValue().fault() == first.fault())
                .map(Map.Entry::getKey)
                .toList();
        return new Step.Aborted<>(Blame.of(culprits, first.fault(), first.detail()));
    }

    @Override
    public Parsed<PairSetupMessage> parse(Bytes encoded) {
        return PairSetupMessage.parse(encoded, session.id());
    }
}
