package tallystick.core.chain.ethereum.descriptor;

import java.util.List;
import tallystick.core.chain.ethereum.abi.FunctionSignature;

/// How one function is shown. It labels, and never takes away from what the bytes do.
///
/// @param intent what the publisher says the function is for; empty if nothing
/// @param fields in the order they are shown
public record Descriptor(FunctionSignature function, String intent, List<Field> fields) {
    /// Copies.
    public Descriptor {
        fields = List.copyOf(fields);
    }

    /// One argument, or a part of one.
    ///
    /// @param path names and `[n]` from the arguments down
    /// @param parameter what the format needs besides: the unit's name for [Format#UNIT], the path of the token's
    /// address for [Format#TOKEN_AMOUNT], the values with their names for [Format#ENUM]; empty otherwise
    /// @param decimals how many digits of a [Format#UNIT] stand behind the point; 0 otherwise
    public record Field(
            List<String> path, String label, Format format, String parameter, int decimals, Choices choices) {
        /// Copies.
        public Field {
            path = List.copyOf(path);
        }
    }

    /// Names of the values of an enumeration.
    public record Choices(java.util.Map<String, String> names) {
        /// Copies.
        public Choices {
            names = java.util.Map.copyOf(names);
        }
    }

    /// How a value is written.
    public enum Format {
        /// As it is.
        RAW,
        /// Base units of the chain's coin.
        AMOUNT,
        /// Base units of a token.
        TOKEN_AMOUNT,
        /// An address that may have a name.
        ADDRESS_NAME,
        /// Seconds since 1970, or the number of a block.
        DATE,
        /// Seconds.
        DURATION,
        /// A number of some unit.
        UNIT,
        /// One of named values.
        ENUM
    }
}
