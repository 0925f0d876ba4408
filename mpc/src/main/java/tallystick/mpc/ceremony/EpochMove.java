package tallystick.mpc.ceremony;

import java.util.List;
import java.util.function.UnaryOperator;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;

/// What became of one event in an [EpochChange].
public sealed interface EpochMove {
    /// The new state, to be written and synced before the effects are carried out.
    record Moved(EpochChange next, List<Effect> effects) implements EpochMove {
        /// Copies.
        public Moved {
            effects = List.copyOf(effects);
        }
    }

    /// Nothing changed, and why.
    ///
    /// @param detail a lower-case phrase
    record Refused(Refusal why, String detail) implements EpochMove {}

    /// Nothing changed, and somebody broke the protocol.
    record Faulty(Blame blame) implements EpochMove {}

    /// Why a move was not made.
    enum Refusal {
        /// The event does not belong to this state.
        NOT_NOW,
        /// The pending share is not the one that was sealed.
        NOT_SEALED,
        /// A mandatory participant has no verified backup of this epoch.
        BACKUP_MISSING,
        /// An earlier attempt may have a certificate: not all its parties deny it.
        CERTIFICATE_POSSIBLE,
        /// This party has denied the attempt.
        DENIED,
        /// A certificate whose base is not the active epoch.
        OTHER_BASE,
        /// An attempt at an epoch of another key.
        OTHER_SUBJECT,
        /// No later attempt than the one to be denied was ordered here.
        NOT_ORDERED,
        /// A later attempt has been prepared here.
        LATER_PREPARED,
        /// There is no pending share of this attempt.
        UNKNOWN_ATTEMPT,
        /// A later epoch that is not of the key known here, or that no signing set of it has made.
        OTHER_HISTORY,
        /// It is not proved that everybody uses the later epoch.
        NOT_SETTLED,
        /// A certificate that certifies nothing.
        INVALID
    }

    /// What the driver does after the new state is safe on disk.
    sealed interface Effect {
        /// Send this to all parties of the attempt.
        record Say(EpochStatement statement) implements Effect {}

        /// Send this to all parties of the attempt.
        record Forward(Certificate certificate) implements Effect {}

        /// Send this to whoever said what was just heard, and to nobody else.
        ///
        /// **Why** those words are not looked at: with a few bytes one party could have another send many
        /// to all.
        record Show(Certificate certificate) implements Effect {}

        /// Use the new shares from now on, then [EpochChange.Active#confirm].
        record Activate(Certificate certificate) implements Effect {}

        /// Destroy all shares of epochs below this one, and those of attempts at it that are not in use by the state.
        /// What is of later epochs stays. Until it has succeeded, also after a restart, nobody hears SETTLED.
        record EraseBelow(int epoch) implements Effect {}

        /// A statement signed now.
        static Effect say(EpochStatement.Kind kind, EpochAttempt about, PartyId self, PartyIdentity identity) {
            return new Say(EpochStatement.sign(kind, about, self, identity));
        }
    }

    /// The move, where the caller knows it was made.
    ///
    /// @throws IllegalArgumentException if not: the caller's fault
    default Moved orThrow() {
        return switch (this) {
            case Moved moved -> moved;
            case Refused(var why, var detail) -> throw new IllegalArgumentException(why + ": " + detail);
            case Faulty(var blame) -> throw new IllegalArgumentException(blame.fault() + ": " + blame.detail());
        };
    }

    /// The same move inside a larger state.
    default EpochMove map(UnaryOperator<EpochChange> around) {
        return switch (this) {
            case Moved(var next, var effects) -> new Moved(around.apply(next), effects);
            case Refused refused -> refused;
            case Faulty faulty -> faulty;
        };
    }
}
