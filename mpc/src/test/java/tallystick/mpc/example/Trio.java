package tallystick.mpc.example;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.nativelib.NativeLibraries;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.VerifyKey;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.mpc.access.Coverage;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.agreement.Agreement;
import tallystick.mpc.agreement.Occasions;
import tallystick.mpc.ceremony.CeremonyParty;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.CeremonyTerms;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochCandidate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochMove;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.ecdsa.EcdsaCeremony;
import tallystick.mpc.ecdsa.EcdsaKeyShare;
import tallystick.mpc.ecdsa.EcdsaPending;
import tallystick.mpc.echo.Echoed;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.InProcess;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.Roster;
import tallystick.mpc.session.Run;

/// Alice, Bob and Carol in one process: the code of `docs/library.md`, part by part.
final class Trio implements AutoCloseable {
    // [parties]
    final SecretMemory home = SecretMemory.open();
    final SystemEntropy entropy = new SystemEntropy();
    final QuorumTree tree;
    final SortedMap<PartyId, IdentityKey> keys = new TreeMap<>();
    final SortedMap<PartyId, Occasions> spoken = new TreeMap<>();
    final Roster roster;
    final Digest32 rosterHash;

    Trio() {
        this("2 of (alice, bob, carol)");
    }

    /// @param text of the tree
    Trio(String text) {
        NativeLibraries.require();
        tree = QuorumTree.parse(text).orThrow();
        var known = new TreeMap<PartyId, VerifyKey>();
        for (var party : tree.parties()) {
            var key = IdentityKey.generate(entropy, home);
            keys.put(party, key);
            known.put(party, key.verifyKey());
            spoken.put(party, new PassingOccasions());
        }
        roster = Roster.of(known);
        rosterHash = Roster.hash(known);
    }

    PartyIdentity identity(PartyId party) {
        return PartyIdentity.of(keys.get(party));
    }

    Digest32 fresh() {
        return new Digest32(entropy.bytes(Digest32.LENGTH_BYTES));
    }

    /// Broadcasts signed and echoed, so that nobody can tell each of us something else.
    <O> Run<O> echoed(PartyId party, Protocol<?, ?, O> protocol) {
        return Run.of(Echoed.of(protocol, identity(party), roster));
    }

    <O> SortedMap<PartyId, O> finish(List<PartyId> parties, Function<PartyId, Run<O>> run) {
        return InProcess.finish(parties.stream().map(run).toList());
    }
    // [end]

    // [agree]
    /// Nobody touches a key before all hold the same set-up; everybody's fresh bytes make the next session new.
    SortedMap<PartyId, Bytes> agree(Digest32 occasion, Digest32 setup, List<PartyId> parties) {
        return finish(parties, party -> {
                    var mine = fresh().bytes();
                    return echoed(party, Agreement.of(occasion, party, parties, setup, mine, spoken.get(party)));
                })
                .firstEntry()
                .getValue();
    }
    // [end]

    // [generate]
    SortedMap<PartyId, EcdsaPending> generate() {
        var order = fresh();
        var terms = new CeremonyTerms(order, 1, rosterHash);
        var plan = CeremonyPlan.generate(Scheme.ECDSA_SECP256K1, tree, terms);
        return run(plan.agreed(agree(order, plan.setup(), plan.parties())), new TreeMap<>());
    }

    /// @param shares of the base key; none on generate
    SortedMap<PartyId, EcdsaPending> run(CeremonyPlan plan, SortedMap<PartyId, KeyShare> shares) {
        return finish(plan.parties(), party -> {
            var brings = Optional.ofNullable(shares.get(party));
            var part = new CeremonyParty(party, identity(party), roster, brings, spoken.get(party), entropy, home);
            return echoed(party, EcdsaCeremony.of(plan, part));
        });
    }
    // [end]

    // [certify]
    /// Each party says PREPARED once its share is sealed and synced; all of these together are the certificate.
    SortedMap<PartyId, Certificate> certify(SortedMap<PartyId, PendingShare> pending) {
        return certify(pending, roster, this::identity);
    }

    /// @param roster of the numbers that the plan gives
    static SortedMap<PartyId, Certificate> certify(
            SortedMap<PartyId, PendingShare> pending, Roster roster, Function<PartyId, PartyIdentity> identity) {
        var states = new TreeMap<PartyId, EpochChange>();
        var said = new ArrayList<EpochStatement>();
        pending.forEach((party, share) -> {
            var idle = new EpochChange.Idle(share.plan().subject(), share.plan().baseEpoch(), 0);
            var begun = (EpochChange.Pending)
                    idle.begin(EpochCandidate.of(share, party)).orThrow().next();
            var sealed = share.key().hash();
            var backups = backups(pending, identity);
            var prepared = begun.prepare(sealed, backups, List.of(), roster, identity.apply(party))
                    .orThrow();
            states.put(party, prepared.next());
            for (var effect : prepared.effects())
                if (effect instanceof EpochMove.Effect.Say(var statement)) said.add(statement);
        });
        var certificates = new TreeMap<PartyId, Certificate>();
        states.forEach((party, state) -> {
            var now = state;
            for (var statement : said)
                now = now.hear(statement, roster).orThrow().next();
            certificates.put(party, ((EpochChange.Active) now).certificate());
        });
        return certificates;
    }
    // [end]

    // [backups]
    /// Whom the tree cannot do without says BACKED_UP of this very attempt: once its share is sealed in another place,
    /// and that was opened again. Of others nobody asks for it.
    static List<EpochStatement> backups(
            SortedMap<PartyId, PendingShare> pending, Function<PartyId, PartyIdentity> identity) {
        var said = new ArrayList<EpochStatement>();
        pending.forEach((party, share) -> {
            if (!Coverage.mandatory(share.plan().tree()).contains(party)) return;
            var attempt = EpochCandidate.of(share, party).about();
            said.add(EpochStatement.backedUp(attempt, party, identity.apply(party)));
        });
        return said;
    }
    // [end]

    // [activate]
    SortedMap<PartyId, EcdsaKeyShare> activate(SortedMap<PartyId, EcdsaPending> pending) {
        var shares = new TreeMap<PartyId, PendingShare>();
        pending.forEach((party, each) -> shares.put(party, each.share()));
        var active = new TreeMap<PartyId, EcdsaKeyShare>();
        certify(shares)
                .forEach((party, certificate) -> active.put(
                        party,
                        pending.get(party).activate(certificate, roster, home).orThrow()));
        return active;
    }
    // [end]

    // [refresh]
    SortedMap<PartyId, EcdsaPending> refresh(SortedMap<PartyId, EcdsaKeyShare> old) {
        var order = fresh();
        var key = old.firstEntry().getValue().key();
        var plan = CeremonyPlan.refresh(key, new CeremonyTerms(order, 1, rosterHash));
        var shares = new TreeMap<PartyId, KeyShare>();
        old.forEach((party, share) -> shares.put(party, share.share()));
        return run(plan.agreed(agree(order, plan.setup(), plan.parties())), shares);
    }
    // [end]

    // [repair]
    /// Gives `lost` its share back, the same as before. The others bring theirs, and never show them.
    SortedMap<PartyId, EcdsaPending> repair(PartyId lost, SortedMap<PartyId, EcdsaKeyShare> others) {
        var order = fresh();
        var key = others.firstEntry().getValue().key();
        var plan = CeremonyPlan.repair(key, lost, others.keySet(), new CeremonyTerms(order, 1, rosterHash));
        var shares = new TreeMap<PartyId, KeyShare>();
        others.forEach((party, share) -> shares.put(party, share.share()));
        return run(plan.agreed(agree(order, plan.setup(), plan.parties())), shares);
    }
    // [end]

    @Override
    public void close() {
        keys.values().forEach(IdentityKey::close);
        home.close();
    }
}
