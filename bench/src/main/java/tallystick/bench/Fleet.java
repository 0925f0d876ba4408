package tallystick.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.VerifyKey;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.mpc.access.Coverage;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.agreement.Occasions;
import tallystick.mpc.ceremony.Ceremony;
import tallystick.mpc.ceremony.CeremonyParty;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.CeremonyTerms;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochCandidate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochMove;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.echo.Echoed;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.Quarantine;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.TrialQuarantine;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.Roster;
import tallystick.mpc.session.Run;

/// The parties of one quorum tree with their identity keys.
final class Fleet implements AutoCloseable {
    final QuorumTree tree;
    final SystemEntropy entropy = new SystemEntropy();
    final SecretMemory home = SecretMemory.open();
    private final Quarantine quarantine = new TrialQuarantine();
    private final SortedMap<PartyId, IdentityKey> keys = new TreeMap<>();
    private final Roster roster = new Keys(keys);

    private record Keys(SortedMap<PartyId, IdentityKey> keys) implements Roster {
        @Override
        public Optional<VerifyKey> keyOf(PartyId party) {
            return Optional.ofNullable(keys.get(party)).map(IdentityKey::verifyKey);
        }

        @Override
        public List<PartyId> parties() {
            return List.copyOf(keys.keySet());
        }
    }

    Quarantine quarantine() {
        return quarantine;
    }

    Fleet(String tree) {
        this.tree = QuorumTree.parse(tree).orThrow();
        for (var party : this.tree.parties()) keys.put(party, IdentityKey.generate(entropy, home));
    }

    Roster roster() {
        return roster;
    }

    PartyIdentity identity(PartyId party) {
        var key = keys.get(party);
        if (key == null) throw new AssertionError("no key of " + party);
        return statement -> key.sign(statement).bytes();
    }

    Digest32 fresh() {
        return new Digest32(entropy.bytes(Digest32.LENGTH_BYTES));
    }

    /// Has all parties generate a key.
    SortedMap<PartyId, PendingShare> generate(Scheme scheme, Bout bout) {
        var fresh = new TreeMap<PartyId, Bytes>();
        for (var party : tree.parties()) fresh.put(party, entropy.bytes(CeremonyPlan.FRESH_LENGTH_BYTES));
        var terms = new CeremonyTerms(
                fresh(), 1, Transcript.of("tallystick/bench/v1/roster").digest());
        var plan = CeremonyPlan.generate(scheme, tree, terms).agreed(fresh);
        return bout.drive(runs(party -> Run.of(Echoed.of(
                new Ceremony(
                        plan,
                        new CeremonyParty(
                                party,
                                identity(party),
                                roster,
                                Optional.empty(),
                                _ -> Occasions.Noted.FIRST,
                                entropy,
                                home)),
                identity(party),
                roster))));
    }

    /// Has all parties certify a generated key, which costs no more than their signatures. Whoever must have a backup
    /// says that it has: the key lives as long as the bench.
    SortedMap<PartyId, KeyShare> activate(SortedMap<PartyId, PendingShare> pending) {
        var states = new TreeMap<PartyId, EpochChange>();
        var about = EpochCandidate.of(
                        pending.firstEntry().getValue(), pending.firstEntry().getKey())
                .about();
        var backups = Coverage.mandatory(tree).stream()
                .map(party -> EpochStatement.backedUp(about, party, identity(party)))
                .toList();
        var said = new ArrayList<EpochStatement>();
        pending.forEach((party, each) -> {
            if (new EpochChange.Idle(each.plan().subject(), 0, 0).begin(EpochCandidate.of(each, party))
                            instanceof EpochMove.Moved(EpochChange.Pending begun, var _)
                    && begun.prepare(each.key().hash(), backups, List.of(), roster, identity(party))
                            instanceof EpochMove.Moved(var prepared, var effects)) {
                states.put(party, prepared);
                for (var effect : effects)
                    if (effect instanceof EpochMove.Effect.Say(var statement)) said.add(statement);
            }
        });
        var shares = new TreeMap<PartyId, KeyShare>();
        pending.forEach((party, each) -> shares.put(
                party, each.activate(certificate(party, states, said), roster).orThrow()));
        return shares;
    }

    private Certificate certificate(PartyId party, SortedMap<PartyId, EpochChange> states, List<EpochStatement> said) {
        var state = states.get(party);
        for (var statement : said)
            if (state != null
                    && !statement.party().equals(party)
                    && state.hear(statement, roster) instanceof EpochMove.Moved(var next, var _)) state = next;
        if (state instanceof EpochChange.Active active) return active.certificate();
        throw new AssertionError("not certified: " + state);
    }

    <O> SortedMap<PartyId, Run<O>> runs(Function<PartyId, Run<O>> of) {
        return runs(tree.parties(), of);
    }

    static <O> SortedMap<PartyId, Run<O>> runs(List<PartyId> parties, Function<PartyId, Run<O>> of) {
        var runs = new TreeMap<PartyId, Run<O>>();
        for (var party : parties) runs.put(party, of.apply(party));
        return runs;
    }

    @Override
    public void close() {
        keys.values().forEach(IdentityKey::close);
        home.close();
    }
}
