package tallystick.mpc.ceremony;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ceremony.EpochMove.Effect;
import tallystick.mpc.ceremony.EpochMove.Refusal;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.Roster;

/// Where one party stands with one key's epochs: from a pending share over the certificate to the erasing of the old.
///
/// **Why** a cheat or a crash in the last messages must never leave some parties with new shares, some with old, and
/// the key with neither. So nothing is erased before every new leaf owner has signed that it uses its new share, and
/// a party that has prepared a later attempt no longer accepts an earlier one: both together make it impossible that
/// two attempts are each believed final.
///
/// **Form** pure values. The driver writes the new state to disk, synced, *before* it carries out the effects of a
/// move; after a restart [#resume] says everything again. Parties are numbered as in the attempt's plan, and rosters
/// speak of these numbers.
///
/// @spec https://eprint.iacr.org/2020/1052 Aumasson, Shlomovits: attacks on resharing (forget and forgive)
public sealed interface EpochChange {

    /// The epoch whose shares this party signs with now; 0 before the first.
    int activeEpoch();

    /// What attempts from the active epoch are about: the key's id, on generate the order. Whatever is about another
    /// key is refused here.
    Digest32 subject();

    /// The certificate of the epoch whose shares this party signs with now, verified when it moved; none before the
    /// first and where it is not known.
    Optional<Certificate> inUse();

    /// Hears one signed statement of another party; who has said it is shown the certificate, if it seems to lack it.
    EpochMove hear(EpochStatement statement, Roster roster);

    /// Is shown a certificate.
    EpochMove receive(Certificate certificate, Roster roster);

    /// A ceremony has produced a pending share, which is not yet sealed. A later attempt from the same base leaves the
    /// earlier ones' pending shares where they are.
    EpochMove begin(EpochCandidate candidate);

    /// Is asked to deny holding a certificate, so that a new attempt can begin; shows it to the asker if there is one.
    /// What is denied is never put together here later from single statements.
    ///
    /// **Why** it is asked what was ordered: a denied attempt cannot be begun any more, so a peer that could have
    /// any number denied would use up all attempts there are.
    ///
    /// @param ordered the highest attempt from the active epoch that was ordered here: only earlier ones are denied
    /// @param self this party's number in the attempt's plan
    EpochMove deny(EpochAttempt about, int ordered, PartyId self, PartyIdentity identity);

    /// What to say again after a restart.
    List<Effect> resume(PartyIdentity identity);

    /// Is shown that everybody uses a later epoch of the key, of which this party has no share: what it has is worth
    /// nothing any more, whatever it has prepared or begun.
    ///
    /// The later epoch must be one that a signing set of the epoch in use here has made, of the same public key.
    ///
    /// @param lastKnown by which it is judged where no epoch is in use here: those this party verified last, of
    ///     which any will do; without one nothing is given up
    default EpochMove giveUp(Settlement later, Collection<GroupKey> lastKnown) {
        return EpochRules.giveUp(this, later, lastKnown);
    }

    /// Nothing under way and no certificate held here.
    ///
    /// @param subject the key's id, or the order where the key is still to be made
    /// @param activeEpoch 0 where the key is still to be made
    /// @param deniedUpTo the highest attempt from this epoch that was denied
    record Idle(Digest32 subject, int activeEpoch, int deniedUpTo) implements EpochChange {
        @Override
        public Optional<Certificate> inUse() {
            return Optional.empty();
        }

        @Override
        public EpochMove hear(EpochStatement statement, Roster roster) {
            return new EpochMove.Refused(Refusal.NOT_NOW, "nothing under way");
        }

        @Override
        public EpochMove receive(Certificate certificate, Roster roster) {
            return new EpochMove.Refused(Refusal.UNKNOWN_ATTEMPT, "no pending share of this attempt");
        }

        @Override
        public EpochMove begin(EpochCandidate candidate) {
            return EpochRules.begin(this, candidate, List.of(), deniedUpTo);
        }

        @Override
        public EpochMove deny(EpochAttempt about, int ordered, PartyId self, PartyIdentity identity) {
            if (!about.subject().equals(subject)) return EpochRules.otherSubject();
            if (about.baseEpoch() != activeEpoch)
                return new EpochMove.Refused(
                        Refusal.OTHER_BASE, "base epoch %d is not active".formatted(about.baseEpoch()));
            var denying = new Idle(subject, activeEpoch, Math.max(deniedUpTo, about.attempt()));
            return EpochRules.sayDenied(denying, about, ordered, self, identity);
        }

        @Override
        public List<Effect> resume(PartyIdentity identity) {
            return List.of();
        }
    }

    /// A ceremony has finished; nothing has been promised yet.
    ///
    /// @param base the state the attempt begins from: idle, active or old erased
    /// @param candidate what would be activated
    /// @param earlier the attempt from the same base that this party had prepared last, if any, its pending share
    /// still
    ///     kept; a disk of before may name earlier ones too, which all had denied by then
    /// @param deniedUpTo the highest attempt that was denied or is over
    /// @param heard PREPARED signatures of others who were faster
    record Pending(
            EpochChange base,
            EpochCandidate candidate,
            List<EpochCandidate> earlier,
            int deniedUpTo,
            SortedMap<PartyId, Bytes> heard)
            implements EpochChange {
        /// Copies.
        public Pending {
            earlier = List.copyOf(earlier);
            heard = Collections.unmodifiableSortedMap(new TreeMap<>(heard));
        }

        /// Signs PREPARED, once the pending share is sealed and synced.
        ///
        /// @param sealed hash of the group key whose share the driver has sealed and synced
        /// @param backups BACKED_UP of every mandatory participant of the new tree
        /// @param denials NO_CERTIFICATE of every party of every earlier attempt this party had prepared,
        ///     with the roster of each
        /// @spec docs/spec/ceremony.md#CE-22 ceremony
        public EpochMove prepare(
                Digest32 sealed,
                Collection<EpochStatement> backups,
                Collection<Denials> denials,
                Roster roster,
                PartyIdentity identity) {
            var about = candidate.about();
            if (!sealed.equals(candidate.key().hash()))
                return new EpochMove.Refused(Refusal.NOT_SEALED, "another share than the pending one is sealed");
            if (about.attempt() <= deniedUpTo)
                return new EpochMove.Refused(Refusal.DENIED, "attempt %d was denied".formatted(about.attempt()));
            for (var before : earlier)
                if (denials.stream().noneMatch(each -> each.complete(before.about())))
                    return new EpochMove.Refused(
                            Refusal.CERTIFICATE_POSSIBLE,
                            "attempt %d not denied by all"
                                    .formatted(before.about().attempt()));
            var backed = MandatoryBackups.among(about, candidate.key().tree(), backups, roster);
            if (MandatoryBackups.judge(candidate.key().tree(), backed.keySet())
                    instanceof MandatoryBackups.Finding.Missing(var missing))
                return new EpochMove.Refused(Refusal.BACKUP_MISSING, "no verified backup of %s".formatted(missing));
            var said = EpochStatement.sign(EpochStatement.Kind.PREPARED, about, candidate.self(), identity);
            var gathered = new TreeMap<>(heard);
            gathered.put(said.party(), said.signature());
            return new Prepared(base, candidate, earlier, deniedUpTo, gathered, backed)
                    .afterPrepared(List.of(new Effect.Say(said)), roster);
        }

        @Override
        public int activeEpoch() {
            return base.activeEpoch();
        }

        @Override
        public Digest32 subject() {
            return base.subject();
        }

        @Override
        public Optional<Certificate> inUse() {
            return base.inUse();
        }

        @Override
        public EpochMove hear(EpochStatement statement, Roster roster) {
            if (statement.kind() != EpochStatement.Kind.PREPARED)
                return base.hear(statement, roster)
                        .map(next -> new Pending(next, candidate, earlier, deniedUpTo, heard));
            var fault = EpochRules.fault(statement, candidate.about(), roster);
            if (fault.isPresent()) return fault.get();
            var gathered = new TreeMap<>(heard);
            gathered.putIfAbsent(statement.party(), statement.signature());
            return new EpochMove.Moved(new Pending(base, candidate, earlier, deniedUpTo, gathered), List.of());
        }

        /// The last attempt that was prepared may still win, and those before it no more.
        @Override
        public EpochMove receive(Certificate certificate, Roster roster) {
            if (earlier.isEmpty()) return EpochRules.refuse(this, certificate);
            var last = earlier.getLast();
            return last.about().equals(certificate.about())
                    ? EpochRules.activate(last, certificate, roster)
                    : EpochRules.refuseBeside(this, last, certificate);
        }

        @Override
        public EpochMove begin(EpochCandidate next) {
            return EpochRules.begin(
                    base, next, earlier, Math.max(deniedUpTo, candidate.about().attempt()));
        }

        @Override
        public EpochMove deny(EpochAttempt about, int ordered, PartyId self, PartyIdentity identity) {
            if (!about.rivals(candidate.about()))
                return base.deny(about, ordered, self, identity)
                        .map(next -> new Pending(next, candidate, earlier, deniedUpTo, heard));
            var denying = new Pending(base, candidate, earlier, Math.max(deniedUpTo, about.attempt()), heard);
            return EpochRules.sayDenied(denying, about, ordered, self, identity);
        }

        @Override
        public List<Effect> resume(PartyIdentity identity) {
            return base.resume(identity);
        }
    }

    /// PREPARED is signed; the others' statements or a certificate are awaited.
    ///
    /// @param prepared signatures gathered so far, the own one among them
    /// @param backups BACKED_UP signatures of the mandatory participants
    record Prepared(
            EpochChange base,
            EpochCandidate candidate,
            List<EpochCandidate> earlier,
            int deniedUpTo,
            SortedMap<PartyId, Bytes> prepared,
            SortedMap<PartyId, Bytes> backups)
            implements EpochChange {
        /// Copies.
        public Prepared {
            earlier = List.copyOf(earlier);
            prepared = Collections.unmodifiableSortedMap(new TreeMap<>(prepared));
            backups = Collections.unmodifiableSortedMap(new TreeMap<>(backups));
        }

        @Override
        public int activeEpoch() {
            return base.activeEpoch();
        }

        @Override
        public Digest32 subject() {
            return base.subject();
        }

        @Override
        public Optional<Certificate> inUse() {
            return base.inUse();
        }

        @Override
        public EpochMove hear(EpochStatement statement, Roster roster) {
            if (statement.kind() != EpochStatement.Kind.PREPARED)
                return base.hear(statement, roster)
                        .map(next -> new Prepared(next, candidate, earlier, deniedUpTo, prepared, backups));
            var fault = EpochRules.fault(statement, candidate.about(), roster);
            if (fault.isPresent()) return fault.get();
            if (candidate.about().attempt() <= deniedUpTo)
                return new EpochMove.Refused(Refusal.DENIED, "attempt denied, only a whole certificate counts");
            var gathered = new TreeMap<>(prepared);
            gathered.putIfAbsent(statement.party(), statement.signature());
            return new Prepared(base, candidate, earlier, deniedUpTo, gathered, backups)
                    .afterPrepared(List.of(), roster);
        }

        /// > crypto.md §2.4. All PREPARED signatures together are the certificate.
        private EpochMove afterPrepared(List<Effect> effects, Roster roster) {
            if (prepared.size() < candidate.about().parties()) return new EpochMove.Moved(this, effects);
            var certificate =
                    new Certificate(candidate.about(), candidate.key(), candidate.transcript(), prepared, backups);
            return switch (EpochRules.activate(candidate, certificate, roster)) {
                case EpochMove.Moved(var next, var more) -> {
                    var all = new ArrayList<>(effects);
                    all.addAll(more);
                    yield new EpochMove.Moved(next, all);
                }
                case EpochMove.Refused refused -> refused;
                case EpochMove.Faulty faulty -> faulty;
            };
        }

        /// Only this attempt's: a party that has prepared a later attempt believes no earlier one.
        /// @spec docs/spec/ceremony.md#CE-24 ceremony
        @Override
        public EpochMove receive(Certificate certificate, Roster roster) {
            if (certificate.about().equals(candidate.about()))
                return EpochRules.activate(candidate, certificate, roster);
            return EpochRules.refuseBeside(this, candidate, certificate);
        }

        /// What came before this attempt is denied by all its parties and refused for ever: this one alone is open. So
        /// however many are tried, the state does not grow.
        /// @spec docs/spec/ceremony.md#CE-31 ceremony
        @Override
        public EpochMove begin(EpochCandidate next) {
            return EpochRules.begin(
                    base,
                    next,
                    List.of(candidate),
                    Math.max(deniedUpTo, candidate.about().attempt()));
        }

        @Override
        public EpochMove deny(EpochAttempt about, int ordered, PartyId self, PartyIdentity identity) {
            if (!about.rivals(candidate.about()))
                return base.deny(about, ordered, self, identity)
                        .map(next -> new Prepared(next, candidate, earlier, deniedUpTo, prepared, backups));
            var denying =
                    new Prepared(base, candidate, earlier, Math.max(deniedUpTo, about.attempt()), prepared, backups);
            return EpochRules.sayDenied(denying, about, ordered, self, identity);
        }

        @Override
        public List<Effect> resume(PartyIdentity identity) {
            var effects = new ArrayList<>(base.resume(identity));
            Optional.ofNullable(prepared.get(candidate.self()))
                    .map(signature -> new EpochStatement(
                            EpochStatement.Kind.PREPARED, candidate.about(), candidate.self(), signature))
                    .ifPresent(said -> effects.add(new Effect.Say(said)));
            return List.copyOf(effects);
        }
    }

    /// The certificate is held and the new shares are in use; old ones are still kept.
    ///
    /// @param self this party's number in the certificate's attempt
    /// @param activated ACTIVATED signatures of new leaf owners so far
    /// @param deniedUpTo the highest attempt from the new epoch that was denied
    record Active(Certificate certificate, PartyId self, SortedMap<PartyId, Bytes> activated, int deniedUpTo)
            implements EpochChange {
        /// Copies.
        public Active {
            activated = Collections.unmodifiableSortedMap(new TreeMap<>(activated));
        }

        @Override
        public int activeEpoch() {
            return certificate.key().epoch();
        }

        @Override
        public Digest32 subject() {
            return certificate.key().id();
        }

        /// The driver uses the new shares: says ACTIVATED, if this party owns leaves.
        public EpochMove confirm(PartyIdentity identity) {
            if (!certificate.key().tree().parties().contains(self)) return new EpochMove.Moved(this, List.of());
            var said = EpochStatement.sign(EpochStatement.Kind.ACTIVATED, certificate.about(), self, identity);
            var gathered = new TreeMap<>(activated);
            gathered.put(self, said.signature());
            return EpochRules.afterActivated(
                    new Active(certificate, self, gathered, deniedUpTo), List.of(new Effect.Say(said)));
        }

        @Override
        public Optional<Certificate> inUse() {
            return Optional.of(certificate);
        }

        @Override
        public EpochMove hear(EpochStatement statement, Roster roster) {
            if (statement.kind() == EpochStatement.Kind.PREPARED
                    && statement.about().equals(certificate.about()))
                return new EpochMove.Moved(this, List.of(new Effect.Show(certificate)));
            if (statement.kind() != EpochStatement.Kind.ACTIVATED)
                return new EpochMove.Refused(Refusal.NOT_NOW, "only ACTIVATED is awaited");
            var fault = EpochRules.fault(statement, certificate.about(), roster);
            if (fault.isPresent()) return fault.get();
            var owners = certificate.key().tree().parties();
            if (!owners.contains(statement.party()))
                return new EpochMove.Refused(Refusal.NOT_NOW, "ACTIVATED of a party without a leaf");
            var gathered = new TreeMap<>(activated);
            gathered.putIfAbsent(statement.party(), statement.signature());
            return EpochRules.afterActivated(new Active(certificate, self, gathered, deniedUpTo), List.of());
        }

        @Override
        public EpochMove receive(Certificate other, Roster roster) {
            if (other.about().equals(certificate.about())) return new EpochMove.Moved(this, List.of());
            return EpochRules.refuse(this, other);
        }

        @Override
        public EpochMove begin(EpochCandidate candidate) {
            return EpochRules.begin(this, candidate, List.of(), deniedUpTo);
        }

        @Override
        public EpochMove deny(EpochAttempt about, int ordered, PartyId asked, PartyIdentity identity) {
            var denying = new Active(certificate, self, activated, Math.max(deniedUpTo, about.attempt()));
            return EpochRules.deny(this, denying, certificate, about, ordered, asked, identity);
        }

        @Override
        public List<Effect> resume(PartyIdentity identity) {
            var effects = new ArrayList<Effect>();
            effects.add(new Effect.Forward(certificate));
            Optional.ofNullable(activated.get(self))
                    .map(signature ->
                            new EpochStatement(EpochStatement.Kind.ACTIVATED, certificate.about(), self, signature))
                    .ifPresent(said -> effects.add(new Effect.Say(said)));
            return List.copyOf(effects);
        }
    }

    /// Every new leaf owner uses its new share; the old epochs are gone here.
    ///
    /// @param self this party's number in the certificate's attempt
    /// @param deniedUpTo the highest attempt from the new epoch that was denied
    record OldErased(Certificate certificate, PartyId self, int deniedUpTo) implements EpochChange {
        @Override
        public int activeEpoch() {
            return certificate.key().epoch();
        }

        @Override
        public Digest32 subject() {
            return certificate.key().id();
        }

        @Override
        public Optional<Certificate> inUse() {
            return Optional.of(certificate);
        }

        /// What an owner says to whom is behind.
        /// @spec docs/spec/ceremony.md#CE-32 ceremony
        public Optional<EpochStatement> settled(PartyIdentity identity) {
            if (!certificate.key().tree().parties().contains(self)) return Optional.empty();
            return Optional.of(EpochStatement.sign(EpochStatement.Kind.SETTLED, certificate.about(), self, identity));
        }

        @Override
        public EpochMove hear(EpochStatement statement, Roster roster) {
            if (statement.about().equals(certificate.about())
                    && statement.kind() != EpochStatement.Kind.ACTIVATED
                    && statement.kind() != EpochStatement.Kind.SETTLED)
                return new EpochMove.Moved(this, List.of(new Effect.Show(certificate)));
            return new EpochMove.Refused(Refusal.NOT_NOW, "the epoch change is over");
        }

        @Override
        public EpochMove receive(Certificate other, Roster roster) {
            if (other.about().equals(certificate.about())) return new EpochMove.Moved(this, List.of());
            return EpochRules.refuse(this, other);
        }

        @Override
        public EpochMove begin(EpochCandidate candidate) {
            return EpochRules.begin(this, candidate, List.of(), deniedUpTo);
        }

        @Override
        public EpochMove deny(EpochAttempt about, int ordered, PartyId asked, PartyIdentity identity) {
            var denying = new OldErased(certificate, self, Math.max(deniedUpTo, about.attempt()));
            return EpochRules.deny(this, denying, certificate, about, ordered, asked, identity);
        }

        @Override
        public List<Effect> resume(PartyIdentity identity) {
            return List.of(new Effect.Forward(certificate));
        }
    }
}
