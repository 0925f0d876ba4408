package tallystick.mpc.kit;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.access.Coverage;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.agreement.Occasions;
import tallystick.mpc.ceremony.Ceremony;
import tallystick.mpc.ceremony.CeremonyKind;
import tallystick.mpc.ceremony.CeremonyMessage;
import tallystick.mpc.ceremony.CeremonyParty;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.CeremonyTerms;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochAttempt;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.ceremony.Opening;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.ceremony.Repair;
import tallystick.mpc.echo.Echoed;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.Run;

/// One ceremony with all its parties in one thread. Everything follows from the seed, so that the same ceremony can be
/// run once to learn what a cheater would honestly say, and again to let it say something else.
public final class TrialCeremony {
    private final CeremonyPlan plan;
    private final SortedMap<PartyId, KeyShare> shares;
    private final SecretMemory home;
    private final Roll roll;
    private final long seed;

    private TrialCeremony(
            CeremonyPlan plan, SortedMap<PartyId, KeyShare> shares, SecretMemory home, Roll roll, long seed) {
        this.plan = plan;
        this.shares = shares;
        this.home = home;
        this.roll = roll;
        this.seed = seed;
    }

    /// A ceremony of this plan, which has no fresh bytes yet.
    ///
    /// @param shares of the base key, by the numbers of its tree
    public static TrialCeremony of(CeremonyPlan plan, Map<PartyId, KeyShare> shares, SecretMemory home, long seed) {
        var fresh = new TreeMap<PartyId, Bytes>();
        for (var party : plan.parties())
            fresh.put(party, digest("fresh", seed * 100 + party.value()).bytes());
        var agreed = plan.agreed(fresh);
        var held = new TreeMap<PartyId, KeyShare>();
        for (var party : agreed.parties())
            agreed.baseNumberOf(party).map(shares::get).ifPresent(share -> held.put(party, share));
        return new TrialCeremony(agreed, held, home, Roll.of(agreed.parties(), seed), seed);
    }

    /// A key made by all.
    public static TrialCeremony generate(String tree, Scheme scheme, SecretMemory home, long seed) {
        return of(CeremonyPlan.generate(scheme, tree(tree), terms(1)), Map.of(), home, seed);
    }

    /// The terms of an attempt.
    public static CeremonyTerms terms(int attempt) {
        return new CeremonyTerms(digest("order", 0), attempt, digest("roster", 0));
    }

    /// The tree written so.
    public static QuorumTree tree(String text) {
        return QuorumTree.parse(text).orThrow();
    }

    /// A hash for tests.
    public static Digest32 digest(String label, long number) {
        return Transcript.of("tallystick/test/v1/ceremony").add(label, number).digest();
    }

    /// The plan, with fresh bytes.
    public CeremonyPlan plan() {
        return plan;
    }

    /// Everybody's identity keys.
    public Roll roll() {
        return roll;
    }

    /// One party's identity key.
    public PartyIdentity identity(PartyId party) {
        return roll.identity(party);
    }

    /// Memory of the shares.
    public SecretMemory home() {
        return home;
    }

    /// A party's chance: the same each time.
    public Entropy entropy(PartyId party) {
        return DealtKey.entropy(seed * 1000 + party.value());
    }

    /// What a party brings. It forgets that it has begun, as the same ceremony is run again and again here.
    public CeremonyParty party(PartyId party) {
        var brings =
                plan.kind() == CeremonyKind.REPAIR && plan.lost().orElseThrow().equals(party)
                        ? Optional.<KeyShare>empty()
                        : Optional.ofNullable(shares.get(party));
        return new CeremonyParty(
                party, roll.identity(party), roll, brings, _ -> Occasions.Noted.FIRST, entropy(party), home);
    }

    /// All parties, without echo.
    public Network<PendingShare> network() {
        return Network.ofRuns(plan.parties().stream().map(this::plainRun).toList());
    }

    /// All parties, broadcasts of round 1 signed and echoed.
    public Network<PendingShare> echoed() {
        return Network.ofRuns(plan.parties().stream().map(this::echoedRun).toList());
    }

    /// Runs it honestly; the shares are the caller's.
    public SortedMap<PartyId, PendingShare> run() {
        return Outcomes.assertFinished(network().run());
    }

    /// What dealer `party` honestly opens in this ceremony.
    public Opening openingOf(PartyId party) {
        var network = network();
        network.run().values().forEach(TrialCeremony::discard);
        return network.sent().stream()
                .filter(parcel -> parcel.from().equals(party) && parcel.round() == 2)
                .map(parcel -> (CeremonyMessage.Open) message(parcel.message()))
                .findFirst()
                .orElseThrow()
                .opening();
    }

    /// Destroys what a run produced, if it did.
    public static void discard(Run.Outcome<PendingShare> outcome) {
        if (outcome instanceof Run.Outcome.Finished<PendingShare>(var pending)) pending.close();
    }

    /// A message of this ceremony.
    public CeremonyMessage message(Bytes encoded) {
        return CeremonyMessage.parse(encoded, plan.sessionId(), plan.group()).orThrow();
    }

    /// Lets `dealer` commit to and open `other` instead, to everybody.
    public Meddler opens(PartyId dealer, Opening other) {
        var commit = new CeremonyMessage.Commit(plan.sessionId(), other.commitment(plan.sessionId(), dealer));
        var open = new CeremonyMessage.Open(plan.sessionId(), other);
        return parcel -> {
            if (!parcel.from().equals(dealer)) return List.of(parcel);
            return switch (parcel.round()) {
                case 1 -> List.of(parcel.with(commit.encode()));
                case 2 -> List.of(parcel.with(open.encode()));
                default -> List.of(parcel);
            };
        };
    }

    /// The shares that came out, by party, certified by all of them; for leavers none.
    public static SortedMap<PartyId, KeyShare> shares(SortedMap<PartyId, PendingShare> pending) {
        var first = pending.firstEntry().getValue();
        var roll = Roll.of(first.plan().parties(), 0);
        var certificate = certificate(first, roll);
        var shares = new TreeMap<PartyId, KeyShare>();
        pending.forEach((party, each) -> {
            if (each.owns()) shares.put(party, each.activate(certificate, roll).orThrow());
        });
        return Collections.unmodifiableSortedMap(shares);
    }

    /// The certificate of a result that all parties have prepared, and the mandatory ones backed up.
    public static Certificate certificate(PendingShare pending, Roll roll) {
        var about = EpochAttempt.of(pending.plan(), pending.key(), pending.transcript());
        var prepared = new TreeMap<PartyId, Bytes>();
        for (var party : pending.plan().parties())
            prepared.put(party, signature(EpochStatement.Kind.PREPARED, about, party, roll));
        var backups = new TreeMap<PartyId, Bytes>();
        for (var party : Coverage.mandatory(pending.key().tree()))
            backups.put(party, signature(EpochStatement.Kind.BACKED_UP, about, party, roll));
        return new Certificate(about, pending.key(), pending.transcript(), prepared, backups);
    }

    private static Bytes signature(EpochStatement.Kind kind, EpochAttempt about, PartyId party, Roll roll) {
        return TrialEpochs.statement(kind, about, party, roll.identity(party)).signature();
    }

    /// Every set of parties that can sign, in a fixed order.
    public static List<List<PartyId>> qualifiedSets(QuorumTree tree) {
        var sets = new LinkedHashMap<List<PartyId>, Boolean>();
        var parties = tree.parties();
        for (var bits = 1; bits < 1 << parties.size(); bits++) {
            var mask = bits;
            var set = parties.stream()
                    .filter(party -> (mask >> (party.value() - 1) & 1) == 1)
                    .toList();
            if (tree.qualify(set) instanceof tallystick.mpc.access.Qualification.Qualified) sets.put(set, true);
        }
        return List.copyOf(sets.keySet());
    }

    /// Everybody but one.
    public static List<PartyId> without(Collection<PartyId> parties, PartyId one) {
        return parties.stream().filter(party -> !party.equals(one)).toList();
    }

    /// One party, without echo.
    public Run<PendingShare> plainRun(PartyId party) {
        return plan.kind() == CeremonyKind.REPAIR
                ? Run.unechoed(new Repair(plan, party(party)))
                : Run.unechoed(new Ceremony(plan, party(party)));
    }

    /// One party, broadcasts of round 1 signed and echoed.
    public Run<PendingShare> echoedRun(PartyId party) {
        return plan.kind() == CeremonyKind.REPAIR
                ? Run.of(Echoed.of(new Repair(plan, party(party)), roll.identity(party), roll))
                : Run.of(Echoed.of(new Ceremony(plan, party(party)), roll.identity(party), roll));
    }
}
