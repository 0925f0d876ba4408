package tallystick.mpc.ceremony;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import tallystick.mpc.ceremony.EpochMove.Effect;
import tallystick.mpc.ceremony.EpochMove.Refusal;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.Roster;

/// The moves that several states of an [EpochChange] share.
final class EpochRules {
    private EpochRules() {}

    /// A pending share arrives. It must be of the same key, build on the active epoch and be later than all that was
    /// tried or denied.
    static EpochMove begin(EpochChange base, EpochCandidate candidate, List<EpochCandidate> earlier, int above) {
        var about = candidate.about();
        if (!about.subject().equals(base.subject())) return otherSubject();
        if (about.baseEpoch() != base.activeEpoch())
            return new EpochMove.Refused(
                    Refusal.OTHER_BASE, "base epoch %d, active is %d".formatted(about.baseEpoch(), base.activeEpoch()));
        if (about.attempt() <= above)
            return new EpochMove.Refused(
                    Refusal.DENIED, "attempt %d is not above %d".formatted(about.attempt(), above));
        return new EpochMove.Moved(
                new EpochChange.Pending(base, candidate, earlier, above, new TreeMap<>()), List.of());
    }

    /// > crypto.md §2.4. Whoever holds the certificate activates and forwards it.
    /// @spec docs/spec/ceremony.md#CE-20 ceremony
    static EpochMove activate(EpochCandidate candidate, Certificate certificate, Roster roster) {
        return switch (certificate.verify(roster, candidate.key().tree())) {
            case Certificate.Verdict.Invalid(var why) -> new EpochMove.Refused(Refusal.INVALID, why);
            case Certificate.Verdict.Valid(var valid) ->
                new EpochMove.Moved(
                        new EpochChange.Active(valid, candidate.self(), new TreeMap<>(), 0),
                        List.of(new Effect.Activate(valid), new Effect.Forward(valid)));
        };
    }

    /// > crypto.md §2.4. Certificates whose base is not the active epoch are ignored.
    static EpochMove refuse(EpochChange state, Certificate certificate) {
        var base = certificate.about().baseEpoch();
        return base == state.activeEpoch()
                ? new EpochMove.Refused(Refusal.UNKNOWN_ATTEMPT, "no prepared share of this attempt")
                : new EpochMove.Refused(
                        Refusal.OTHER_BASE, "base epoch %d, active is %d".formatted(base, state.activeEpoch()));
    }

    /// A certificate that is not of `prepared`, the last attempt this party signed PREPARED for.
    static EpochMove refuseBeside(EpochChange state, EpochCandidate prepared, Certificate certificate) {
        var last = prepared.about();
        return certificate.about().rivals(last) && certificate.about().attempt() < last.attempt()
                ? new EpochMove.Refused(Refusal.LATER_PREPARED, "attempt %d is prepared".formatted(last.attempt()))
                : refuse(state, certificate);
    }

    /// > crypto.md §2.4. One that holds a certificate presents it.
    /// @spec docs/spec/ceremony.md#CE-23 ceremony
    ///
    /// @param denying the same state with the attempt denied
    static EpochMove deny(
            EpochChange state,
            EpochChange denying,
            Certificate held,
            EpochAttempt about,
            int ordered,
            PartyId self,
            PartyIdentity identity) {
        // The step that made the key is about its order.
        if (about.rivals(held.about())) return new EpochMove.Moved(state, List.of(new Effect.Show(held)));
        if (!about.subject().equals(state.subject())) return otherSubject();
        if (about.baseEpoch() != state.activeEpoch()) return new EpochMove.Moved(state, List.of(new Effect.Show(held)));
        return sayDenied(denying, about, ordered, self, identity);
    }

    /// A denial is for ever, so nobody but those who order attempts can have them used up.
    /// @spec docs/spec/ceremony.md#CE-28 ceremony
    static EpochMove sayDenied(
            EpochChange denying, EpochAttempt about, int ordered, PartyId self, PartyIdentity identity) {
        if (about.attempt() >= ordered)
            return new EpochMove.Refused(
                    Refusal.NOT_ORDERED,
                    "attempt %d is not before attempt %d, the last ordered".formatted(about.attempt(), ordered));
        return new EpochMove.Moved(
                denying, List.of(Effect.say(EpochStatement.Kind.NO_CERTIFICATE, about, self, identity)));
    }

    /// A share is not given up for what could be used, only for what everybody uses; nor for what strangers use.
    /// @spec docs/spec/ceremony.md#CE-32 ceremony
    static EpochMove giveUp(EpochChange state, Settlement later, Collection<GroupKey> lastKnown) {
        var key = later.epoch().certificate().key();
        if (!key.id().equals(state.subject())) return otherSubject();
        if (key.epoch() <= state.activeEpoch())
            return new EpochMove.Refused(
                    Refusal.NOT_NOW, "epoch %d is not above %d".formatted(key.epoch(), state.activeEpoch()));
        var known = state.inUse().isPresent() ? List.of(state.inUse().get().key()) : List.copyOf(lastKnown);
        if (known.stream().noneMatch(each -> later.epoch().follows(each)))
            return new EpochMove.Refused(
                    Refusal.OTHER_HISTORY,
                    "%s: not of the key known here, or made by no signing set of it".formatted(later.epoch()));
        if (!later.isProved())
            return new EpochMove.Refused(
                    Refusal.NOT_SETTLED, "%s: no signing set has said that everybody uses it".formatted(later));
        return new EpochMove.Moved(
                new EpochChange.Idle(key.id(), key.epoch(), 0), List.of(new Effect.EraseBelow(key.epoch())));
    }

    /// Two keys may be in the same epoch: what one key's state denies, another key's may hold.
    static EpochMove otherSubject() {
        return new EpochMove.Refused(Refusal.OTHER_SUBJECT, "an attempt at an epoch of another key");
    }

    /// > crypto.md §2.4. Old shares are erased only after a signed ACTIVATED from every new leaf owner.
    /// @spec docs/spec/ceremony.md#CE-21 ceremony
    static EpochMove afterActivated(EpochChange.Active active, List<Effect> effects) {
        var owners = active.certificate().key().tree().parties();
        if (!active.activated().keySet().containsAll(owners)) return new EpochMove.Moved(active, effects);
        var all = new ArrayList<>(effects);
        all.add(new Effect.EraseBelow(active.activeEpoch()));
        return new EpochMove.Moved(
                new EpochChange.OldErased(active.certificate(), active.self(), active.deniedUpTo()), all);
    }

    /// What is wrong with a statement that should be about `about`.
    static Optional<EpochMove> fault(EpochStatement statement, EpochAttempt about, Roster roster) {
        if (statement.party().value() > about.parties() || !statement.verifies(roster))
            // Anybody can write a name under words it never said; who carried them is the driver's to know.
            return Optional.of(new EpochMove.Faulty(Blame.unattributed(
                    Fault.BAD_SIGNATURE, "a statement that %s did not sign".formatted(statement.party()))));
        if (statement.about().equals(about)) return Optional.empty();
        if (statement.about().session().equals(about.session()))
            return Optional.of(new EpochMove.Faulty(
                    Blame.of(statement.party(), Fault.RESULT_MISMATCH, "signed for another result of the same run")));
        return Optional.of(new EpochMove.Refused(Refusal.UNKNOWN_ATTEMPT, "a statement about another attempt"));
    }
}
