package tallystick.mpc.kit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

/// Runs a protocol once for each way to spoil each field of one message, and gathers how it ended.
public final class Tampering {
    /// One spoilt run.
    ///
    /// @param field which field
    /// @param mutation what was done to it
    /// @param outcomes how each party ended
    public record Case<O>(String field, String mutation, SortedMap<PartyId, Run.Outcome<O>> outcomes) {
        /// Copies.
        public Case {
            outcomes = Collections.unmodifiableSortedMap(new TreeMap<>(outcomes));
        }

        @Override
        public String toString() {
            return field + ", " + mutation;
        }
    }

    private Tampering() {}

    /// @param fresh a network of the same session, not yet run
    /// @param which the parcels to spoil (all that fit, in the same way)
    /// @param fields where the fields stand in each of them
    /// @param mutations what to do; one that changes nothing in some field is left out there
    public static <O> List<Case<O>> sweep(
            Supplier<Network<O>> fresh, Predicate<Parcel> which, List<FieldSpan> fields, List<Mutation> mutations) {
        var cases = new ArrayList<Case<O>>();
        for (var field : fields) {
            for (var mutation : mutations) {
                var changed = new ArrayList<Parcel>();
                var network = fresh.get().meddle(Meddler.where(which, parcel -> {
                    var before = field.in(parcel.message());
                    var after = mutation.apply().apply(before);
                    if (!after.equals(before)) changed.add(parcel);
                    return List.of(parcel.with(field.replace(parcel.message(), after)));
                }));
                var outcomes = network.run();
                if (!changed.isEmpty()) cases.add(new Case<>(field.field(), mutation.name(), outcomes));
            }
        }
        if (cases.isEmpty()) throw new AssertionError("no parcel fitted, so nothing was spoilt");
        return List.copyOf(cases);
    }
}
