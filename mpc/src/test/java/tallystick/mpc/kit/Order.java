package tallystick.mpc.kit;

import java.util.List;
import java.util.random.RandomGenerator;

/// Which parcel in flight arrives next.
@FunctionalInterface
public interface Order {
    /// An index into `inFlight`, which is never empty.
    int next(List<Parcel> inFlight);

    /// First sent, first come.
    static Order inOrder() {
        return _ -> 0;
    }

    /// Last sent, first come.
    static Order newestFirst() {
        return inFlight -> inFlight.size() - 1;
    }

    /// By chance.
    static Order random(RandomGenerator chance) {
        return inFlight -> chance.nextInt(inFlight.size());
    }

    /// As `choices` picks, to enumerate every order.
    static Order chosen(Choices choices) {
        return inFlight -> choices.pick(inFlight.size());
    }
}
