package tallystick.node.epochs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochMove;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.Roster;

/// Who has said ACTIVATED of the epochs before the one in use, while they go on: by that all signers find the same one.
///
/// **Why** who went on to a later epoch has forgotten this of the ones before, and so have the others: but one of them
/// may be there still, and sign in none that it has no share of. Nothing of it is on disk, since all say it again.
///
/// **Threads** one at a time.
///
/// @spec docs/spec/ceremony.md#CE-39 ceremony
final class EarlierWords {
    private final String self;
    private Map<Integer, EpochChange.Active> heard = new TreeMap<>();
    /// What was heard of epochs while they were in use here, until they go on as such of before.
    private final NavigableMap<Integer, EpochChange.Active> used = new TreeMap<>();

    /// @param self name of this node
    EarlierWords(String self) {
        this.self = self;
    }

    /// Who has said it of the epoch in use: it stays known when that is left, so that no later one is chosen less.
    void use(EpochChange.Active active) {
        used.put(active.activeEpoch(), active);
    }

    /// What is known of the epochs that go on by now, this node's own word in each where it has leaves.
    ///
    /// @return those of which something is new
    /// @spec docs/spec/ceremony.md#CE-39 ceremony
    List<EpochChange.Active> follow(EpochRecord record, PartyIdentity identity) {
        var kept = new TreeMap<Integer, EpochChange.Active>();
        var fresh = new ArrayList<EpochChange.Active>();
        for (var certificate : record.before()) {
            var epoch = certificate.key().epoch();
            var known = Optional.ofNullable(heard.get(epoch))
                    .filter(each -> each.certificate().equals(certificate));
            var number = certificate.key().tree().party(self);
            if (known.isEmpty() && number.isPresent()) {
                var bare = new EpochChange.Active(certificate, number.get(), new TreeMap<>(), 0);
                var said = own(bare, identity);
                Optional.ofNullable(used.get(epoch))
                        .filter(each -> each.certificate().equals(certificate))
                        .ifPresent(each -> said.putAll(each.activated()));
                known = Optional.of(new EpochChange.Active(certificate, number.get(), said, 0));
                fresh.add(known.get());
            }
            known.ifPresent(each -> kept.put(epoch, each));
        }
        heard = kept;
        used.headMap(record.change().activeEpoch()).clear();
        return fresh;
    }

    private static SortedMap<PartyId, Bytes> own(EpochChange.Active bare, PartyIdentity identity) {
        var own = new TreeMap<PartyId, Bytes>();
        if (bare.confirm(identity) instanceof EpochMove.Moved(var _, var effects))
            for (var effect : effects)
                if (effect instanceof EpochMove.Effect.Say(var said)) own.put(said.party(), said.signature());
        return own;
    }

    /// Hears one of them.
    ///
    /// @return the epoch it is about; nothing where it is about none that goes on, or not signed
    Optional<EpochChange.Active> hear(EpochStatement statement, Roster roster) {
        for (var each : heard.values())
            if (statement.kind() == EpochStatement.Kind.ACTIVATED
                    && each.certificate().about().equals(statement.about())
                    && statement.verifies(roster)) {
                var gathered = new TreeMap<>(each.activated());
                gathered.putIfAbsent(statement.party(), statement.signature());
                gathered.keySet().retainAll(each.certificate().key().tree().parties());
                var next = new EpochChange.Active(each.certificate(), each.self(), gathered, 0);
                heard.put(next.activeEpoch(), next);
                return Optional.of(next);
            }
        return Optional.empty();
    }

    /// The last of them of which every owner has said it: nobody needs one before that.
    Optional<Integer> over() {
        return heard.entrySet().stream()
                .filter(each -> each.getValue()
                        .activated()
                        .keySet()
                        .containsAll(each.getValue().certificate().key().tree().parties()))
                .map(Map.Entry::getKey)
                .max(Integer::compare);
    }

    /// What is said again: the certificates too, for who is behind.
    List<EpochMove.Effect> resume(PartyIdentity identity) {
        return heard.values().stream()
                .flatMap(each -> each.resume(identity).stream())
                .toList();
    }
}
