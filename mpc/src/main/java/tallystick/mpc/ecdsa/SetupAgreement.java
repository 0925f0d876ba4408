package tallystick.mpc.ecdsa;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.Entropy;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Expect;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Inbox;
import tallystick.mpc.session.Outgoing;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.Roster;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.SessionId;
import tallystick.mpc.session.Step;

/// Round zero of signing: all parties compare what they hold, name what they will spend, and sign the whole.
///
/// **Why** parties that disagree must find out while nothing is at stake. Before the terms are known to be equal
/// nothing is touched; before every party has signed, no item is opened; and an item that is missing ends the session
/// without a word about it to anybody, so that it cannot be tried twice.
///
/// **Threads** a value; one driver.
///
/// `docs/spec/signing.md` §3.
public final class SetupAgreement implements Protocol<SetupState, SetupMessage, AgreedSetup> {
    /// What a party signs from and with.
    ///
    /// @param pools its VOLE items
    /// @param nonces its own nonces and the others' commitments
    /// @param identity its identity key
    /// @param roster everybody's identity keys
    /// @param entropy for fresh bytes
    public record Means(PairPools pools, NonceStock nonces, PartyIdentity identity, Roster roster, Entropy entropy) {}

    private final Admission.Admitted admitted;
    private final Means means;
    private final Session session;

    private SetupAgreement(Admission.Admitted admitted, Means means) {
        this.admitted = admitted;
        this.means = means;
        var opening = Transcript.of("tallystick/ecdsa/v1/signing-opening")
                .add("request", admitted.terms().request())
                .digest();
        this.session = new Session(
                new SessionId(opening),
                admitted.share().self(),
                admitted.terms().parties());
    }

    /// One party's part in agreeing on the session for these terms.
    public static SetupAgreement of(Admission.Admitted admitted, Means means) {
        return new SetupAgreement(admitted, means);
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public Parsed<SetupMessage> parse(Bytes encoded) {
        return SetupMessage.parse(encoded, session.id());
    }

    /// The signatures of the last round are the echo of all others.
    @Override
    public boolean echoes(int round) {
        return false;
    }

    /// > Step 1. Tell everybody the hash of the terms and 32 fresh bytes.
    /// @spec docs/spec/signing.md#SG-5 signing
    @Override
    public Step<SetupState, SetupMessage, AgreedSetup> start() {
        var fresh = PrecommittedNonce.fresh(means.entropy(), admitted.share().home());
        return new Step.Await<>(
                new SetupState.AwaitHellos(fresh),
                List.of(new Outgoing.Broadcast<>(new SetupMessage.Hello(session.id(), terms().hash(), fresh))),
                Expect.broadcasts(1, session.others()));
    }

    /// @spec docs/spec/signing.md#SG-2 signing
    @Override
    public Step<SetupState, SetupMessage, AgreedSetup> advance(SetupState state, Inbox<SetupMessage> inbox) {
        return switch (state) {
            case SetupState.AwaitHellos(var fresh) -> choose(fresh, all(inbox, SetupMessage.Hello.class));
            case SetupState.AwaitChoices choices -> consent(choices, all(inbox, SetupMessage.Choose.class));
            case SetupState.AwaitConsents consents -> spend(consents, all(inbox, SetupMessage.Consent.class));
        };
    }

    /// > Step 2. If all hold the same terms, take own nonces, and the VOLE items with each higher party; name them.
    /// @spec docs/spec/signing.md#SG-6 signing
    private Step<SetupState, SetupMessage, AgreedSetup> choose(
            Bytes ownFresh, SortedMap<PartyId, SetupMessage.Hello> hellos) {
        var different = those(hellos, hello -> !hello.terms().equals(terms().hash()));
        if (!different.isEmpty())
            return stop(mismatch(different, "terms of %s differ from this party's; nothing was touched"));
        var fresh = new TreeMap<PartyId, Bytes>();
        fresh.put(session.self(), ownFresh);
        hellos.forEach((party, hello) -> fresh.put(party, hello.fresh()));

        var own = means.nonces().allocate(terms().count());
        if (own.isEmpty()) return unavailable("too few own nonces");
        var spending = new Spending(own.get());
        var items = new TreeMap<PartyId, Allocation>();
        for (var peer : session.others()) {
            if (peer.compareTo(session.self()) < 0) continue;
            switch (means.pools().allocate(peer, terms().count())) {
                case Taken.Unavailable(var detail) -> {
                    spending.close();
                    return unavailable(detail);
                }
                case Taken.Items taken -> {
                    spending.add(peer, taken);
                    items.put(peer, taken.allocation());
                }
            }
        }
        var choice = new SigningSetup.Choice(own.get().refs(), items);
        return new Step.Await<>(
                new SetupState.AwaitChoices(fresh, choice, spending),
                List.of(new Outgoing.Broadcast<>(new SetupMessage.Choose(session.id(), choice))),
                Expect.broadcasts(2, session.others()));
    }

    /// > Step 3. Sign the hash of terms, fresh bytes and choices of everybody.
    /// @spec docs/spec/signing.md#SG-7 signing
    private Step<SetupState, SetupMessage, AgreedSetup> consent(
            SetupState.AwaitChoices state, SortedMap<PartyId, SetupMessage.Choose> chosen) {
        var unfit = chosen.entrySet().stream()
                .filter(each -> !each.getValue().choice().fits(each.getKey(), terms()))
                .map(java.util.Map.Entry::getKey)
                .toList();
        if (!unfit.isEmpty()) {
            state.close();
            return stop(Blame.of(unfit, Fault.WRONG_COUNT, "nonces or items other than one for each digest and peer"));
        }
        var choices = new TreeMap<PartyId, SigningSetup.Choice>();
        choices.put(session.self(), state.choice());
        chosen.forEach((party, message) -> choices.put(party, message.choice()));
        var setup = new SigningSetup(terms(), state.fresh(), choices);
        var agreed = setup.session();
        var signature = means.identity().sign(SigningSetup.consent(agreed, session.self()));
        return new Step.Await<>(
                new SetupState.AwaitConsents(setup, signature, state.spending()),
                List.of(new Outgoing.Broadcast<>(new SetupMessage.Consent(session.id(), agreed, signature))),
                Expect.broadcasts(3, session.others()));
    }

    /// > Step 4. With everybody's signature on the same set-up, take what the lower parties chose and what others
    /// committed
    /// > to; open the items.
    private Step<SetupState, SetupMessage, AgreedSetup> spend(
            SetupState.AwaitConsents state, SortedMap<PartyId, SetupMessage.Consent> given) {
        var agreed = state.setup().session();
        var blame = judge(agreed, given);
        var missing = blame.isPresent() ? Optional.<String>empty() : takeWhatOthersNamed(state);
        if (blame.isPresent() || missing.isPresent()) {
            state.close();
            return blame.map(this::stop).orElseGet(() -> unavailable(missing.orElseThrow()));
        }
        var prepared = PreparedItems.of(state.spending(), session.others());
        if (prepared.isEmpty())
            return stop(
                    Blame.unattributed(Fault.ZERO_VALUE, "an item holds a zero; the session starts again with others"));
        var consents = new TreeMap<PartyId, Bytes>();
        consents.put(session.self(), state.signature());
        given.forEach((party, message) -> consents.put(party, message.signature()));
        return new Step.Done<>(new AgreedSetup(admitted, state.setup(), consents, prepared.get()), List.of());
    }

    private Optional<Blame> judge(SessionId agreed, SortedMap<PartyId, SetupMessage.Consent> given) {
        var forged = given.entrySet().stream()
                .filter(each -> !means.roster()
                        .verifies(
                                each.getKey(),
                                SigningSetup.consent(each.getValue().session(), each.getKey()),
                                each.getValue().signature()))
                .map(java.util.Map.Entry::getKey)
                .toList();
        if (!forged.isEmpty())
            return Optional.of(
                    Blame.of(forged, Fault.BAD_SIGNATURE, "consent not signed by its sender's identity key"));
        var different = those(given, consent -> !consent.session().equals(agreed));
        if (!different.isEmpty())
            return Optional.of(mismatch(different, "set-up of %s differs from this party's; no item was opened"));
        return Optional.empty();
    }

    /// Between two parties the other holds or said something else. Among more a third may have told each something
    /// else, and no signature is on what it told: whoever differs may be honest.
    private Blame mismatch(List<PartyId> different, String detail) {
        return Blame.ofTheOther(session, different, Fault.SETUP_MISMATCH, detail.formatted(different));
    }

    /// Everything the others named, or why not.
    private Optional<String> takeWhatOthersNamed(SetupState.AwaitConsents state) {
        for (var peer : session.others()) {
            var refs = java.util.Objects.requireNonNull(state.setup().choices().get(peer))
                    .nonces();
            var commitments = means.nonces().take(peer, refs);
            if (commitments.isEmpty())
                return Optional.of("a nonce commitment of %s is unknown or spent".formatted(peer));
            state.spending().add(peer, commitments.get());
            if (peer.compareTo(session.self()) > 0) continue;
            switch (means.pools().take(peer, state.setup().allocation(session.self(), peer))) {
                case Taken.Unavailable(var detail) -> {
                    return Optional.of(detail);
                }
                case Taken.Items taken -> state.spending().add(peer, taken);
            }
        }
        return Optional.empty();
    }

    private SigningTerms terms() {
        return admitted.terms();
    }

    private static <M> List<PartyId> those(SortedMap<PartyId, M> messages, Predicate<M> fits) {
        return messages.entrySet().stream()
                .filter(each -> fits.test(each.getValue()))
                .map(java.util.Map.Entry::getKey)
                .toList();
    }

    /// Each round has one kind of message, so the round a driver files by is the kind.
    private static <M extends SetupMessage> SortedMap<PartyId, M> all(Inbox<SetupMessage> inbox, Class<M> kind) {
        var found = new TreeMap<PartyId, M>();
        inbox.broadcasts().forEach((party, message) -> found.put(party, kind.cast(message)));
        return found;
    }

    private Step<SetupState, SetupMessage, AgreedSetup> unavailable(String detail) {
        return stop(Blame.unattributed(Fault.ITEM_UNAVAILABLE, detail));
    }

    private Step<SetupState, SetupMessage, AgreedSetup> stop(Blame blame) {
        return new Step.Aborted<>(blame);
    }
}
