package tallystick.mpc.ecdsa;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.Held;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Expect;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Inbox;
import tallystick.mpc.session.Outgoing;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.SessionId;
import tallystick.mpc.session.Step;

/// What comes before signing: every party names the terms it holds and what it will spend, all at once.
///
/// **Why** one message is enough: whoever has everybody's knows the whole set-up and signs its hash, and that consent
/// rides on the first message of signing, where parties that see another set-up find out. By then single-use material
/// of theirs is spent, and nothing else: no signature share leaves before every consent is in. An item that is missing
/// ends the session without a word about it to anybody, so that it cannot be tried twice.
///
/// **Threads** a value; one driver.
///
/// `docs/spec/signing.md` §3.
public final class SetupAgreement implements Protocol<SetupState, SetupMessage, ChosenSetup> {
    /// What a party signs from and with.
    ///
    /// @param pools its VOLE items
    /// @param nonces its own nonces and the others' commitments
    /// @param identity its identity key
    /// @param entropy for fresh bytes
    public record Means(PairPools pools, NonceStock nonces, PartyIdentity identity, Entropy entropy) {}

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

    /// The consents to the set-up, which ride on the first message of signing, are the echo.
    @Override
    public boolean echoes(int round) {
        return false;
    }

    /// > Step 1. Take own nonces, and the VOLE items with each higher party; tell everybody the hash of the terms, 32
    /// fresh bytes and the names of all that was taken.
    /// @spec docs/spec/signing.md#SG-5 signing
    @Override
    public Step<SetupState, SetupMessage, ChosenSetup> start() {
        var own = means.nonces().allocate(terms().count());
        if (own.isEmpty()) return unavailable("too few own nonces");
        try (var held = new Held()) {
            var spending = held.hold(new Spending(own.get()), Spending::close);
            var items = new TreeMap<PartyId, Allocation>();
            for (var peer : session.others()) {
                if (peer.compareTo(session.self()) < 0) continue;
                switch (means.pools().allocate(peer, terms().count())) {
                    case Taken.Unavailable(var detail) -> {
                        return unavailable(detail);
                    }
                    case Taken.Items taken -> {
                        spending.add(peer, taken);
                        items.put(peer, taken.allocation());
                    }
                }
            }
            var fresh =
                    PrecommittedNonce.fresh(means.entropy(), admitted.share().home());
            var choice = new SigningSetup.Choice(own.get().refs(), items);
            return held.release(new Step.Await<>(
                    new SetupState(fresh, choice, spending),
                    List.of(new Outgoing.Broadcast<>(new SetupMessage(session.id(), terms().hash(), fresh, choice))),
                    Expect.broadcasts(1, session.others())));
        }
    }

    /// @spec docs/spec/signing.md#SG-2 signing
    @Override
    public Step<SetupState, SetupMessage, ChosenSetup> advance(SetupState state, Inbox<SetupMessage> inbox) {
        var chosen = inbox.broadcasts();
        var blame = judge(chosen);
        if (blame.isPresent()) {
            discard(chosen);
            state.close();
            return new Step.Aborted<>(blame.get());
        }
        return spend(setup(state, chosen), chosen, state.spending());
    }

    @Override
    public void unfinished(Inbox<SetupMessage> heard) {
        discard(heard.broadcasts());
    }

    /// > However it stops, nobody spends later what anybody named for it. Each has taken its own for ever; of what
    /// lower parties chose the other halves are here.
    /// @spec docs/spec/signing.md#SG-26 signing
    private void discard(SortedMap<PartyId, SetupMessage> named) {
        named.forEach((peer, message) -> {
            means.nonces().discard(peer, message.choice().nonces());
            if (peer.compareTo(session.self()) > 0) return;
            var items = message.choice().items().get(session.self());
            if (items != null) means.pools().discard(peer, items);
        });
    }

    /// > Step 2. The terms are compared before anything else, then what each party brings.
    /// @spec docs/spec/signing.md#SG-6 signing
    private Optional<Blame> judge(SortedMap<PartyId, SetupMessage> chosen) {
        var different = those(chosen, message -> !message.terms().equals(terms().hash()));
        if (!different.isEmpty())
            return Optional.of(Blame.unattributed(
                    Fault.SETUP_MISMATCH, "terms of %s differ from this party's".formatted(different)));
        var unfit = chosen.entrySet().stream()
                .filter(each -> !each.getValue().choice().fits(each.getKey(), terms()))
                .map(Map.Entry::getKey)
                .toList();
        return unfit.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Blame.of(unfit, Fault.WRONG_COUNT, "nonces or items other than one for each digest and peer"));
    }

    private SigningSetup setup(SetupState state, SortedMap<PartyId, SetupMessage> chosen) {
        var fresh = new TreeMap<PartyId, Bytes>();
        var choices = new TreeMap<PartyId, SigningSetup.Choice>();
        fresh.put(session.self(), state.fresh());
        choices.put(session.self(), state.choice());
        chosen.forEach((party, message) -> {
            fresh.put(party, message.fresh());
            choices.put(party, message.choice());
        });
        return new SigningSetup(terms(), fresh, choices);
    }

    /// > Step 3. Take what the lower parties chose and what others committed to; open the items; sign the hash of
    /// terms, fresh bytes and choices of everybody.
    /// @spec docs/spec/signing.md#SG-7 signing
    private Step<SetupState, SetupMessage, ChosenSetup> spend(
            SigningSetup setup, SortedMap<PartyId, SetupMessage> chosen, Spending spending) {
        var missing = takeWhatOthersNamed(setup, spending);
        if (missing.isPresent()) {
            discard(chosen);
            spending.close();
            return unavailable(missing.get());
        }
        var prepared = PreparedItems.of(spending, session.others());
        if (prepared.isEmpty())
            return new Step.Aborted<>(
                    Blame.unattributed(Fault.ZERO_VALUE, "an item holds a zero; the session starts again with others"));
        try (var held = new Held()) {
            var items = held.hold(prepared.get(), PreparedItems::close);
            var consent = SigningMessage.Consent.sign(setup.session(), session.self(), means.identity());
            var whole = new ChosenSetup(admitted, setup, consent, items);
            return held.release(new Step.Done<>(whole, List.of()));
        }
    }

    /// Everything the others named, or why not.
    private Optional<String> takeWhatOthersNamed(SigningSetup setup, Spending spending) {
        for (var peer : session.others()) {
            var refs =
                    java.util.Objects.requireNonNull(setup.choices().get(peer)).nonces();
            var commitments = means.nonces().take(peer, refs);
            if (commitments.isEmpty())
                return Optional.of("a nonce commitment of %s is unknown or spent".formatted(peer));
            spending.add(peer, commitments.get());
            if (peer.compareTo(session.self()) > 0) continue;
            switch (means.pools().take(peer, setup.allocation(session.self(), peer))) {
                case Taken.Unavailable(var detail) -> {
                    return Optional.of(detail);
                }
                case Taken.Items taken -> spending.add(peer, taken);
            }
        }
        return Optional.empty();
    }

    private SigningTerms terms() {
        return admitted.terms();
    }

    private static List<PartyId> those(SortedMap<PartyId, SetupMessage> messages, Predicate<SetupMessage> fits) {
        return messages.entrySet().stream()
                .filter(each -> fits.test(each.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Step<SetupState, SetupMessage, ChosenSetup> unavailable(String detail) {
        return new Step.Aborted<>(Blame.unattributed(Fault.ITEM_UNAVAILABLE, detail));
    }
}
