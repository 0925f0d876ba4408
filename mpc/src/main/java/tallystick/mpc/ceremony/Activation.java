package tallystick.mpc.ceremony;

import java.util.function.Function;

/// What became of a pending share that was shown a certificate.
///
/// @param <S> what signs
public sealed interface Activation<S> {
    /// It may sign from now on.
    ///
    /// @param share the caller's to close
    record Active<S>(S share) implements Activation<S> {}

    /// The new epoch is active, and this party has no leaf in it: there is nothing to sign with.
    record Left<S>() implements Activation<S> {}

    /// The certificate does not activate this share, which stays pending.
    ///
    /// @param why a lower-case phrase
    record Refused<S>(String why) implements Activation<S> {}

    /// The same with something else that signs.
    default <T> Activation<T> map(Function<S, T> made) {
        return switch (this) {
            case Active<S>(var share) -> new Active<>(made.apply(share));
            case Left<S> _ -> new Left<>();
            case Refused<S>(var why) -> new Refused<>(why);
        };
    }

    /// What signs, where the caller knows there is something.
    ///
    /// @throws IllegalArgumentException if not: the caller's fault
    default S orThrow() {
        return switch (this) {
            case Active<S>(var share) -> share;
            case Left<S> _ -> throw new IllegalArgumentException("this party has left the tree");
            case Refused<S>(var why) -> throw new IllegalArgumentException(why);
        };
    }
}
