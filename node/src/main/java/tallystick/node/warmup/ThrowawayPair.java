package tallystick.node.warmup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.VerifyKey;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.agreement.Occasions;
import tallystick.mpc.ceremony.CeremonyParty;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.CeremonyTerms;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochCandidate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochMove;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.ecdsa.AttemptLedger;
import tallystick.mpc.ecdsa.BootId;
import tallystick.mpc.ecdsa.EcdsaCeremony;
import tallystick.mpc.ecdsa.EcdsaKeyShare;
import tallystick.mpc.ecdsa.EcdsaPending;
import tallystick.mpc.ecdsa.NonceStock;
import tallystick.mpc.ecdsa.PairName;
import tallystick.mpc.ecdsa.PoolFill;
import tallystick.mpc.ecdsa.SetupAgreement;
import tallystick.mpc.ecdsa.Signing;
import tallystick.mpc.ecdsa.SigningTerms;
import tallystick.mpc.ecdsa.VolePools;
import tallystick.mpc.echo.Echoed;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Quarantine;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.key.SetName;
import tallystick.mpc.session.InProcess;
import tallystick.mpc.session.Invariant;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.Roster;
import tallystick.mpc.session.Run;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.SessionId;

/// Both holders of an ECDSA key that is worth nothing, in one process and one thread.
///
/// **Threads** one.
final class ThrowawayPair implements AutoCloseable {
    private static final QuorumTree TREE = QuorumTree.parse("2 of (one, other)").orThrow();

    private final Entropy entropy;
    private final SecretMemory home = SecretMemory.open();
    private final SortedMap<PartyId, IdentityKey> identities = new TreeMap<>();
    private final Roster roster;
    private final SortedMap<PartyId, Signer> signers = new TreeMap<>();

    private record Signer(EcdsaKeyShare share, VolePools pools, NonceStock nonces, BootId boot) {}

    ThrowawayPair(Entropy entropy) {
        this.entropy = entropy;
        var known = new TreeMap<PartyId, VerifyKey>();
        for (var party : TREE.parties()) {
            var identity = IdentityKey.generate(entropy, home);
            identities.put(party, identity);
            known.put(party, identity.verifyKey());
        }
        roster = Roster.of(known);
        activate(generate()).forEach((party, share) -> signers.put(party, signer(party, share)));
    }

    private Signer signer(PartyId party, EcdsaKeyShare share) {
        var boot = BootId.draw(entropy);
        var pools = new VolePools(party, share.key().id(), share.key().epoch(), Short.MAX_VALUE);
        return new Signer(share, pools, new NonceStock(share.key(), party, boot, home), boot);
    }

    private SortedMap<PartyId, EcdsaPending> generate() {
        var fresh = new TreeMap<PartyId, Bytes>();
        for (var party : TREE.parties()) fresh.put(party, entropy.bytes(CeremonyPlan.FRESH_LENGTH_BYTES));
        var plan = CeremonyPlan.generate(Scheme.ECDSA_SECP256K1, TREE, new CeremonyTerms(fresh(), 1, fresh()))
                .agreed(fresh);
        return finish(party -> Run.of(Echoed.of(
                EcdsaCeremony.of(
                        plan,
                        // Nobody else knows these identities, which live as long as this object.
                        new CeremonyParty(
                                party,
                                identity(party),
                                roster,
                                Optional.empty(),
                                _ -> Occasions.Noted.FIRST,
                                entropy,
                                home)),
                identity(party),
                roster)));
    }

    private SortedMap<PartyId, EcdsaKeyShare> activate(SortedMap<PartyId, EcdsaPending> pending) {
        var backups = new ArrayList<EpochStatement>();
        // Each is in every signing set, which wants backups that somebody verified; this key nobody will miss.
        pending.forEach((party, each) -> backups.add(
                EpochStatement.backedUp(EpochCandidate.of(each.share(), party).about(), party, identity(party))));
        var said = new ArrayList<EpochStatement>();
        var states = new TreeMap<PartyId, EpochChange>();
        pending.forEach((party, each) -> {
            var share = each.share();
            var begun = (EpochChange.Pending) new EpochChange.Idle(share.plan().subject(), 0, 0)
                    .begin(EpochCandidate.of(share, party))
                    .orThrow()
                    .next();
            var prepared = begun.prepare(share.key().hash(), backups, List.of(), roster, identity(party))
                    .orThrow();
            states.put(party, prepared.next());
            for (var effect : prepared.effects())
                if (effect instanceof EpochMove.Effect.Say(var statement)) said.add(statement);
        });
        var shares = new TreeMap<PartyId, EcdsaKeyShare>();
        pending.forEach((party, each) -> shares.put(
                party,
                each.activate(certificate(of(states, party), said), roster, home)
                        .orThrow()));
        return shares;
    }

    private Certificate certificate(EpochChange state, List<EpochStatement> said) {
        var now = state;
        for (var statement : said) now = now.hear(statement, roster).orThrow().next();
        return ((EpochChange.Active) now).certificate();
    }

    /// Makes what `count` signatures spend.
    void stock(int count) {
        var session = new SessionId(fresh());
        finish(party -> {
                    var self = of(signers, party);
                    var with = new PoolFill.Surroundings(new Forgetful(), self.boot(), entropy, home);
                    var pair = of(self.share().pairs(), other(party));
                    return Run.of(PoolFill.of(new Session(session, party, TREE.parties()), pair, count, with));
                })
                .forEach((party, batch) -> {
                    var _ = of(signers, party).pools().add(batch);
                });
        signers.forEach((party, self) -> {
            var batch = self.nonces().prepare(count, entropy);
            var _ = of(signers, other(party)).nonces().accept(party, batch);
        });
    }

    /// Signs something, and throws the signature away.
    void sign() {
        var set = TREE.qualify(TREE.parties()).orThrow();
        var order = new SigningTerms.Order(fresh(), fresh(), KeyTweak.none(Curve.SECP256K1), List.of(fresh()));
        var key = signers.firstEntry().getValue().share().key();
        var terms = SigningTerms.of(key, set, roster, order);
        var agreed = finish(party -> {
            var self = of(signers, party);
            var means = new SetupAgreement.Means(self.pools(), self.nonces(), identity(party), entropy);
            var admitted = self.share()
                    .admit(terms, roster, _ -> false, new Forgetful())
                    .orThrow();
            return Run.of(SetupAgreement.of(admitted, means));
        });
        var _ = finish(party -> Run.of(Signing.of(of(agreed, party))));
    }

    @Override
    public void close() {
        signers.values().forEach(each -> {
            each.pools().close();
            each.nonces().close();
            each.share().close();
        });
        identities.values().forEach(IdentityKey::close);
        home.close();
    }

    private static <O> SortedMap<PartyId, O> finish(Function<PartyId, Run<O>> run) {
        return InProcess.finish(TREE.parties().stream().map(run).toList());
    }

    private PartyIdentity identity(PartyId party) {
        return PartyIdentity.of(of(identities, party));
    }

    private static PartyId other(PartyId party) {
        var parties = TREE.parties();
        return party.equals(parties.getFirst()) ? parties.getLast() : parties.getFirst();
    }

    private static <T> T of(SortedMap<PartyId, T> map, PartyId party) {
        return Invariant.present(map.get(party), "one for each of the two");
    }

    private Digest32 fresh() {
        return new Digest32(entropy.bytes(Digest32.LENGTH_BYTES));
    }

    /// Remembers no check and no set: the secrets checked here end with the process.
    private static final class Forgetful implements AttemptLedger, Quarantine {
        @Override
        public void impose(SetName set) {}

        @Override
        public boolean holds(SetName set) {
            return false;
        }

        @Override
        public Begun begin(PairName pair) {
            return new Begun.Granted(new Attempt() {
                @Override
                public boolean passed() {
                    return true;
                }

                @Override
                public void failed() {}
            });
        }

        @Override
        public boolean isBanned(PairName pair) {
            return false;
        }

        @Override
        public boolean isOpen(PairName pair) {
            return false;
        }
    }
}
