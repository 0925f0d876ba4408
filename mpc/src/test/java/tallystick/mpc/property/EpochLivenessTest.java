package tallystick.mpc.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.Denials;
import tallystick.mpc.ceremony.EpochCandidate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.EpochWorld;
import tallystick.mpc.kit.StampRoll;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.kit.TrialEpochs;
import tallystick.mpc.kit.TrialKeys;
import tallystick.mpc.session.PartyId;

/// Among honest parties the change of epoch never gets stuck: whatever was lost, late, denied or begun again, from
/// every reachable state there is a way to the end. Certificates travel only from those who hold them.
class EpochLivenessTest {
    private static final List<PartyId> PARTIES = List.of(new PartyId(1), new PartyId(2));
    private static final StampRoll ROLL = new StampRoll(PARTIES);
    private static final List<List<EpochCandidate>> CANDIDATES = new ArrayList<>();
    private static final List<EpochStatement> BACKUPS = new ArrayList<>();

    private static final List<GroupKey> BASE = new ArrayList<>();

    @BeforeAll
    static void runBothAttempts() {
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.FROST_BIP340, 1)) {
            BASE.add(dealt.key());
            for (var attempt = 1; attempt <= 2; attempt++) {
                var plan = CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(attempt));
                var pending = TrialCeremony.of(plan, TrialKeys.shares(dealt), dealt.home(), attempt)
                        .run();
                var candidates = PARTIES.stream()
                        .map(party -> EpochCandidate.of(pending.get(party), party))
                        .toList();
                CANDIDATES.add(candidates);
                for (var party : PARTIES)
                    BACKUPS.add(EpochStatement.backedUp(candidates.getFirst().about(), party, ROLL.identity(party)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"idle", "erased"})
    void honestParties_fromEveryReachableState_canReachTheEnd(String from) {
        var before = new HashMap<String, Set<String>>();
        var ends = new ArrayDeque<String>();
        var queue = new ArrayDeque<EpochWorld>();
        var start = EpochWorld.fresh(TrialEpochs.base(BASE.getFirst(), PARTIES.getFirst(), from));
        before.put(start.fingerprint(), new HashSet<>());
        queue.add(start);
        while (!queue.isEmpty()) {
            var world = queue.poll();
            if (world.using(0) != 0
                    && world.states().stream().allMatch(state -> state instanceof EpochChange.OldErased))
                ends.add(world.fingerprint());
            for (var next : successors(world)) {
                if (!before.containsKey(next.fingerprint())) queue.add(next);
                before.computeIfAbsent(next.fingerprint(), _ -> new HashSet<>()).add(world.fingerprint());
            }
        }
        assertThat(ends).isNotEmpty();
        assertThat(before).hasSizeGreaterThan(300);
        assertThat(whoReach(ends, before)).containsExactlyInAnyOrderElementsOf(before.keySet());
    }

    private static Set<String> whoReach(ArrayDeque<String> ends, Map<String, Set<String>> before) {
        var reach = new HashSet<>(ends);
        while (!ends.isEmpty())
            for (var each : before.getOrDefault(ends.poll(), Set.of())) if (reach.add(each)) ends.add(each);
        return reach;
    }

    private static List<EpochWorld> successors(EpochWorld world) {
        var next = new ArrayList<EpochWorld>();
        var denials = CANDIDATES.stream()
                .map(each -> Denials.of(each.getFirst().about(), world.said(), ROLL, Trial.parties(9)))
                .toList();
        for (var party = 0; party < 2; party++) {
            var state = world.states().get(party);
            var self = PARTIES.get(party);
            for (var statement : world.said())
                if (!statement.party().equals(self)) next.add(world.after(party, state.hear(statement, ROLL)));
            for (var certificate : held(world)) next.add(world.after(party, state.receive(certificate, ROLL)));
            for (var each : CANDIDATES) next.add(world.after(party, state.begin(each.get(party))));
            var first = CANDIDATES.getFirst().get(party).about();
            next.add(world.after(party, state.deny(first, 2, self, ROLL.identity(self))));
            if (state instanceof EpochChange.Pending pending)
                next.add(world.after(
                        party,
                        pending.prepare(
                                pending.candidate().key().hash(), BACKUPS, denials, ROLL, ROLL.identity(self))));
            if (state instanceof EpochChange.Active active)
                next.add(world.after(party, active.confirm(ROLL.identity(self))));
        }
        return next;
    }

    private static List<Certificate> held(EpochWorld world) {
        var held = new TreeMap<Integer, Certificate>();
        for (var party = 0; party < 2; party++) {
            if (world.using(party) == 0) continue;
            switch (world.states().get(party)) {
                case EpochChange.Active(var certificate, var _, var _, var _) ->
                    held.put(certificate.about().attempt(), certificate);
                case EpochChange.OldErased(var certificate, var _, var _) ->
                    held.put(certificate.about().attempt(), certificate);
                case EpochChange.Idle _, EpochChange.Pending _, EpochChange.Prepared _ -> {}
            }
        }
        assertThat(held).as("certificates of two attempts").hasSizeLessThan(2);
        return List.copyOf(held.values());
    }
}
