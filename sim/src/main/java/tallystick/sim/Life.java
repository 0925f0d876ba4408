package tallystick.sim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.session.PartyId;

/// The life of one key among honest parties on a bad network, all of it from one seed: generated, signed with,
/// refreshed, signed with, reshared to other parties, signed with.
public final class Life {
    private static final List<String> TREES = List.of(
            "2 of (a, b)", "2 of (a, b, c)", "3 of (b, c, d, e)", "all(a, any(b, c))", "2 of (a, all(b, c), d)");
    private static final List<Scheme> SCHEMES =
            List.of(Scheme.FROST_ED25519, Scheme.FROST_BIP340, Scheme.ECDSA_SECP256K1);

    private Life() {}

    /// How a life went.
    ///
    /// @param seed where all of it came from
    /// @param scheme of its key
    /// @param trees before and after the reshare
    /// @param sessions how many sessions were run
    /// @param stopped how many of them did not finish for everybody
    /// @param digest of everything that arrived, in order, and of how each session ended
    public record Report(long seed, Scheme scheme, String trees, int sessions, int stopped, Digest32 digest) {
        /// One line for people.
        @Override
        public String toString() {
            return "seed %d: %s, %s, %d sessions, %d stopped, trace %s"
                    .formatted(
                            seed,
                            scheme,
                            trees,
                            sessions,
                            stopped,
                            digest.bytes().toHex().substring(0, 32));
        }
    }

    /// Lives it.
    ///
    /// @throws AssertionError if something that must hold did not: our bug; the seed shows it again
    public static Report of(long seed) {
        var sky = new Sky(seed);
        var scheme = sky.pick(SCHEMES);
        var before = sky.pick(TREES);
        var after = sky.pick(TREES);
        try (var home = SecretMemory.open()) {
            if (scheme == Scheme.ECDSA_SECP256K1) live(new EcdsaHolders(home), scheme, before, after, sky, home);
            else live(new FrostHolders(home), scheme, before, after, sky, home);
            Broken.unless(home.lentBytes() == 0, "%d bytes of secrets left open".formatted(home.lentBytes()));
        }
        return new Report(
                seed, scheme, "%s to %s".formatted(before, after), sky.sessions(), sky.stopped(), sky.digest());
    }

    private static <O> void live(
            Holders<O> holders, Scheme scheme, String before, String after, Sky sky, SecretMemory home) {
        var first = TrialCeremony.tree(before);
        var made = ceremony(
                "generate",
                holders,
                CeremonyPlan.generate(scheme, first, TrialCeremony.terms(1)),
                Map.of(),
                sky,
                home,
                Optional.empty());
        var key = sign(holders, made, sky);
        var refreshed = ceremony(
                "refresh",
                holders,
                CeremonyPlan.refresh(key, TrialCeremony.terms(2)),
                shares(holders, made),
                sky,
                home,
                Optional.of(key));
        end(holders, made);
        var fresh = sign(holders, refreshed, sky);
        var dealers = fresh.tree()
                .qualify(sky.pick(TrialCeremony.qualifiedSets(fresh.tree())))
                .orThrow();
        var plan = CeremonyPlan.reshare(fresh, dealers, TrialCeremony.tree(after), TrialCeremony.terms(3));
        var reshared = ceremony("reshare", holders, plan, shares(holders, refreshed), sky, home, Optional.of(fresh));
        end(holders, refreshed);
        sign(holders, reshared, sky);
        end(holders, reshared);
    }

    private static <O> SortedMap<PartyId, O> ceremony(
            String step,
            Holders<O> holders,
            CeremonyPlan plan,
            Map<PartyId, KeyShare> shares,
            Sky sky,
            SecretMemory home,
            Optional<GroupKey> base) {
        var made = sky.settle(
                step,
                plan.parties(),
                seed -> holders.ceremony(TrialCeremony.of(plan, shares, home, seed)),
                output -> holders.share(output).key().hash(),
                holders::discard);
        var key = holders.share(made.firstEntry().getValue()).key();
        base.ifPresent(old -> Broken.unless(
                key.point().equals(old.point())
                        && key.id().equals(old.id())
                        && key.chainCode().equals(old.chainCode())
                        && key.epoch() == old.epoch() + 1,
                "%s: another key than before".formatted(step)));
        return made;
    }

    private static <O> GroupKey sign(Holders<O> holders, SortedMap<PartyId, O> outputs, Sky sky) {
        var key = holders.share(outputs.firstEntry().getValue()).key();
        holders.sign(outputs, sky.pick(TrialCeremony.qualifiedSets(key.tree())), sky);
        return key;
    }

    /// Destroys an epoch nobody needs any more, with what was activated of it.
    private static <O> void end(Holders<O> holders, SortedMap<PartyId, O> outputs) {
        shares(holders, outputs).values().forEach(KeyShare::close);
        outputs.values().forEach(holders::discard);
    }

    private static <O> Map<PartyId, KeyShare> shares(Holders<O> holders, SortedMap<PartyId, O> outputs) {
        var pending = new TreeMap<PartyId, PendingShare>();
        outputs.forEach((party, output) -> pending.put(party, holders.share(output)));
        return new HashMap<>(TrialCeremony.shares(pending));
    }
}
