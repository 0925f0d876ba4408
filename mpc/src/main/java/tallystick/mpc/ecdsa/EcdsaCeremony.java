package tallystick.mpc.ecdsa;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.secret.Held;
import tallystick.mpc.ceremony.Ceremony;
import tallystick.mpc.ceremony.CeremonyKind;
import tallystick.mpc.ceremony.CeremonyMessage;
import tallystick.mpc.ceremony.CeremonyParty;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.ceremony.Repair;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.Expect;
import tallystick.mpc.session.Inbox;
import tallystick.mpc.session.Invariant;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.Outgoing;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.ProtocolCode;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.State;
import tallystick.mpc.session.Step;

/// A ceremony of an ECDSA key: the dealing or repair, then between all owners the set-up of their pairs, from scratch.
///
/// **Why** base OTs of an earlier epoch would leave a party that was once corrupt its leverage; so every kind of
/// ceremony makes them anew, in the same run and under the same session id, which is the hash of the whole plan with
/// everybody's fresh bytes.
///
/// Rounds 1 to 4 are the dealing's, 5 to 9 the set-up's. A dealer that leaves the tree is done after the dealing.
///
/// @param <S> states of the dealing or repair
public final class EcdsaCeremony<S extends State>
        implements Protocol<EcdsaCeremonyState<S>, EcdsaCeremonyMessage, EcdsaPending> {
    static final int DEALING_ROUNDS = 4;

    private final CeremonyPlan plan;
    private final CeremonyParty party;
    private final Protocol<S, CeremonyMessage, PendingShare> dealing;

    private EcdsaCeremony(CeremonyPlan plan, CeremonyParty party, Protocol<S, CeremonyMessage, PendingShare> dealing) {
        if (plan.scheme() != Scheme.ECDSA_SECP256K1)
            throw new IllegalArgumentException("a key of scheme %s".formatted(plan.scheme()));
        this.plan = plan;
        this.party = party;
        this.dealing = dealing;
    }

    /// One party's part of any kind of ceremony.
    ///
    /// @throws IllegalArgumentException if the scheme is another or plan and party do not fit: the caller's fault
    public static EcdsaCeremony<?> of(CeremonyPlan plan, CeremonyParty party) {
        return plan.kind() == CeremonyKind.REPAIR
                ? new EcdsaCeremony<>(plan, party, new Repair(plan, party))
                : new EcdsaCeremony<>(plan, party, new Ceremony(plan, party));
    }

    @Override
    public Session session() {
        return dealing.session();
    }

    @Override
    public boolean echoes(int round) {
        return round <= DEALING_ROUNDS && dealing.echoes(round);
    }

    @Override
    public Parsed<EcdsaCeremonyMessage> parse(Bytes encoded) {
        return MessageHeader.isOf(ProtocolCode.BASE_OT, encoded)
                ? PairSetupMessage.parse(encoded, session().id()).map(EcdsaCeremonyMessage.Pairing::new)
                : dealing.parse(encoded).map(EcdsaCeremonyMessage.Dealing::new);
    }

    @Override
    public Step<EcdsaCeremonyState<S>, EcdsaCeremonyMessage, EcdsaPending> start() {
        return afterDealing(dealing.start());
    }

    @Override
    public Step<EcdsaCeremonyState<S>, EcdsaCeremonyMessage, EcdsaPending> advance(
            EcdsaCeremonyState<S> state, Inbox<EcdsaCeremonyMessage> inbox) {
        return switch (state) {
            case EcdsaCeremonyState.Dealing<S>(var inner) ->
                afterDealing(dealing.advance(inner, of(inbox, EcdsaCeremony::dealt)));
            case EcdsaCeremonyState.Pairing<S>(var pending, var inner) ->
                afterPairing(pending, setup(pending).advance(inner, of(inbox, EcdsaCeremony::paired)), List.of());
        };
    }

    /// @spec docs/spec/ceremony.md#CE-26 ceremony
    private Step<EcdsaCeremonyState<S>, EcdsaCeremonyMessage, EcdsaPending> afterDealing(
            Step<S, CeremonyMessage, PendingShare> step) {
        return switch (step) {
            case Step.Await<S, CeremonyMessage, PendingShare>(var inner, var send, var expect) ->
                new Step.Await<>(
                        new EcdsaCeremonyState.Dealing<>(inner), wrap(send, EcdsaCeremonyMessage.Dealing::new), expect);
            case Step.Done<S, CeremonyMessage, PendingShare>(var pending, var last) -> {
                var send = wrap(last, EcdsaCeremonyMessage.Dealing::new);
                yield pending.owns()
                        ? pair(pending, send)
                        : new Step.Done<>(new EcdsaPending(pending, Optional.empty()), send);
            }
            case Step.Aborted<S, CeremonyMessage, PendingShare>(var blame) -> new Step.Aborted<>(blame);
        };
    }

    private Step<EcdsaCeremonyState<S>, EcdsaCeremonyMessage, EcdsaPending> pair(
            PendingShare pending, List<Outgoing<EcdsaCeremonyMessage>> before) {
        try (var held = new Held()) {
            held.hold(pending, PendingShare::close);
            return held.release(afterPairing(pending, setup(pending).start(), before));
        }
    }

    private Step<EcdsaCeremonyState<S>, EcdsaCeremonyMessage, EcdsaPending> afterPairing(
            PendingShare pending,
            Step<PairSetupState, PairSetupMessage, RosterSecrets> step,
            List<Outgoing<EcdsaCeremonyMessage>> before) {
        return switch (step) {
            case Step.Await<PairSetupState, PairSetupMessage, RosterSecrets>(var inner, var send, var expect) -> {
                var all = new ArrayList<>(before);
                all.addAll(wrap(send, EcdsaCeremonyMessage.Pairing::new));
                yield new Step.Await<>(
                        new EcdsaCeremonyState.Pairing<>(pending, inner),
                        all,
                        new Expect(DEALING_ROUNDS + expect.round(), expect.broadcastFrom(), expect.directFrom()));
            }
            case Step.Done<PairSetupState, PairSetupMessage, RosterSecrets>(var secrets, var last) ->
                new Step.Done<>(
                        new EcdsaPending(pending, Optional.of(secrets)), wrap(last, EcdsaCeremonyMessage.Pairing::new));
            case Step.Aborted<PairSetupState, PairSetupMessage, RosterSecrets>(var blame) -> {
                pending.close();
                yield new Step.Aborted<>(blame);
            }
        };
    }

    private PairSetup setup(PendingShare pending) {
        var owners = new Session(session().id(), session().self(), plan.owners());
        return PairSetup.of(owners, pending.key().id(), pending.key().epoch(), party.entropy(), party.home());
    }

    private static <M> List<Outgoing<EcdsaCeremonyMessage>> wrap(
            List<Outgoing<M>> send, Function<M, EcdsaCeremonyMessage> as) {
        return send.stream()
                .<Outgoing<EcdsaCeremonyMessage>>map(each -> switch (each) {
                    case Outgoing.Broadcast<M>(var message) -> new Outgoing.Broadcast<>(as.apply(message));
                    case Outgoing.Direct<M>(var to, var message) -> new Outgoing.Direct<>(to, as.apply(message));
                })
                .toList();
    }

    private static <M> Inbox<M> of(Inbox<EcdsaCeremonyMessage> inbox, Function<EcdsaCeremonyMessage, M> inside) {
        return new Inbox<>(each(inbox.broadcasts(), inside), each(inbox.directs(), inside));
    }

    private static <M> SortedMap<PartyId, M> each(
            SortedMap<PartyId, EcdsaCeremonyMessage> messages, Function<EcdsaCeremonyMessage, M> inside) {
        var inner = new TreeMap<PartyId, M>();
        messages.forEach((from, message) -> inner.put(from, inside.apply(message)));
        return inner;
    }

    /// Rounds tell the two apart, so a message of the other protocol never gets here.
    private static CeremonyMessage dealt(EcdsaCeremonyMessage message) {
        Invariant.check(message instanceof EcdsaCeremonyMessage.Dealing, "rounds 1 to 4 are the dealing's");
        return ((EcdsaCeremonyMessage.Dealing) message).message();
    }

    private static PairSetupMessage paired(EcdsaCeremonyMessage message) {
        Invariant.check(message instanceof EcdsaCeremonyMessage.Pairing, "rounds from 5 on are the set-up's");
        return ((EcdsaCeremonyMessage.Pairing) message).message();
    }
}
