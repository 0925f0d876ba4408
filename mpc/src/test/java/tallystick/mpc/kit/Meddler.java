package tallystick.mpc.kit;

import java.util.List;
import java.util.function.Predicate;

/// A hand on the wire: for each parcel, what is put into the network instead.
@FunctionalInterface
public interface Meddler {
    /// The parcel itself to let it pass, nothing to drop it, more to add.
    List<Parcel> meddle(Parcel parcel);

    /// Lets everything pass.
    static Meddler none() {
        return List::of;
    }

    /// Applies `change` to parcels that fit.
    static Meddler where(Predicate<Parcel> fits, Meddler change) {
        return parcel -> fits.test(parcel) ? change.meddle(parcel) : List.of(parcel);
    }

    /// This, then `next` on each of its results.
    default Meddler then(Meddler next) {
        return parcel -> meddle(parcel).stream()
                .flatMap(each -> next.meddle(each).stream())
                .toList();
    }
}
