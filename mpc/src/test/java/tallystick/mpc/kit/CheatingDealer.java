package tallystick.mpc.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.ceremony.CeremonyMessage;
import tallystick.mpc.ceremony.CoefficientProof;
import tallystick.mpc.ceremony.Opening;
import tallystick.mpc.ceremony.SignedValue;
import tallystick.mpc.ceremony.ValueStatement;
import tallystick.mpc.session.PartyId;

/// What a cheating dealer can make of its honest words: everything it could compute itself, its own signatures
/// included.
public final class CheatingDealer {
    private final TrialCeremony trial;
    private final PartyId self;

    /// The cheater in this ceremony.
    public CheatingDealer(TrialCeremony trial, PartyId self) {
        this.trial = trial;
        this.self = self;
    }

    /// A coefficient it knows, with a good proof for this place.
    public Opening.Proven known(long secret, int row, int index) {
        var group = trial.plan().group();
        try (var scalar = group.secretOf(group.scalar(secret), trial.home())) {
            var point = scalar.timesGenerator().orThrow("a test's secret is not zero");
            var place = new CoefficientProof.Place(trial.plan().sessionId(), self, row, index);
            return new Opening.Proven(
                    point, CoefficientProof.prove(place, scalar, point, DealtKey.entropy(secret), trial.home()));
        }
    }

    /// The opening with another list of constants.
    public static Opening constants(Opening opening, List<Opening.Proven> constants) {
        return new Opening(constants, opening.rows(), opening.contribution());
    }

    /// The opening with one row changed.
    public static Opening row(Opening opening, int row, UnaryOperator<List<Opening.Proven>> change) {
        var rows = new ArrayList<>(opening.rows());
        rows.set(row, change.apply(rows.get(row)));
        return new Opening(opening.constants(), rows, opening.contribution());
    }

    /// One entry of a row replaced.
    public static UnaryOperator<List<Opening.Proven>> entry(int at, UnaryOperator<Opening.Proven> change) {
        return row -> {
            var changed = new ArrayList<>(row);
            changed.set(at, change.apply(changed.get(at)));
            return changed;
        };
    }

    /// The same proof for another point.
    public static UnaryOperator<Opening.Proven> claim(Point point) {
        return proven -> new Opening.Proven(point, proven.proof());
    }

    /// Adds `delta` to every value for `victim`, and signs it again.
    public Meddler addsToValues(PartyId victim, Scalar delta, Opening opening) {
        return parcel -> {
            if (!parcel.from().equals(self) || !parcel.to().equals(victim) || parcel.broadcast())
                return List.of(parcel);
            if (!(trial.message(parcel.message()) instanceof CeremonyMessage.Values(var session, var values)))
                return List.of(parcel);
            var binding = opening.commitment(session, self);
            var step = trial.plan().lost().isPresent() ? ValueStatement.Step.PIECE : ValueStatement.Step.EVALUATION;
            var changed = values.stream()
                    .map(value -> sign(
                            new ValueStatement(step, session, self, victim, value.leaf(), binding),
                            value.value().plus(delta)))
                    .toList();
            return List.of(parcel.with(new CeremonyMessage.Values(session, changed).encode()));
        };
    }

    /// Signs a value as the dealer would.
    public SignedValue sign(ValueStatement statement, Scalar value) {
        return new SignedValue(statement.leaf(), value, trial.identity(self).sign(statement.digest(value)));
    }

    /// Replaces every message of one kind that the cheater sends.
    public <M extends CeremonyMessage> Meddler says(Class<M> kind, UnaryOperator<M> change) {
        return parcel -> {
            if (!parcel.from().equals(self)) return List.of(parcel);
            var message = trial.message(parcel.message());
            return kind.isInstance(message)
                    ? List.of(parcel.with(change.apply(kind.cast(message)).encode()))
                    : List.of(parcel);
        };
    }

    /// Replaces bytes of every message of one round that the cheater sends.
    public Meddler sends(int round, UnaryOperator<Bytes> change) {
        return parcel -> parcel.from().equals(self) && parcel.round() == round
                ? List.of(parcel.with(change.apply(parcel.message())))
                : List.of(parcel);
    }

    /// Bytes with one bit of the byte at `index` flipped.
    public static Bytes flip(Bytes bytes, int index) {
        var changed = bytes.toArray();
        changed[index] ^= 1;
        return Bytes.copyOf(changed);
    }

    /// Bytes with `part` put in at `index`.
    public static Bytes overwrite(Bytes bytes, int index, Bytes part) {
        var changed = bytes.toArray();
        part.copyTo(changed, index);
        return Bytes.copyOf(changed);
    }

    /// Leaf 0, 1, ….
    public static LeafId leaf(int number) {
        return new LeafId(number);
    }
}
