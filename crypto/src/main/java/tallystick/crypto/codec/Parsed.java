package tallystick.crypto.codec;

import java.util.function.Function;

/// What became of a stranger's bytes: a good value, or where they stop being one.
///
/// **Why** wrong bytes from outside are ordinary, so they are a value the caller must look at and never an exception.
///
/// @param <T> the type of a good value
public sealed interface Parsed<T> {

    /// The bytes were the canonical form of `value`.
    record Ok<T>(T value) implements Parsed<T> {}

    /// The bytes were not.
    ///
    /// @param offsetBytes where the first wrong byte stands, from 0
    /// @param expected a lower-case phrase naming the field and what was expected; never holds input bytes
    record Malformed<T>(int offsetBytes, String expected) implements Parsed<T> {}

    /// Applies `f` to a good value and keeps a bad one.
    default <R> Parsed<R> map(Function<? super T, ? extends R> f) {
        return switch (this) {
            case Ok<T>(var value) -> new Ok<>(f.apply(value));
            case Malformed<T>(var offset, var expected) -> new Malformed<>(offset, expected);
        };
    }

    /// The value, where the caller made the bytes itself and knows they are good (constants, tests, own storage after
    /// its seal was checked). For strangers' bytes use `switch`.
    ///
    /// @throws IllegalArgumentException if malformed: the caller's fault
    default T orThrow() {
        return switch (this) {
            case Ok<T>(var value) -> value;
            case Malformed<T>(var offset, var expected) ->
                throw new IllegalArgumentException("at byte %d: expected %s".formatted(offset, expected));
        };
    }
}
