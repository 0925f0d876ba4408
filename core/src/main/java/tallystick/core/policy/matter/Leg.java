package tallystick.core.policy.matter;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Effect;
import tallystick.core.policy.Activity;

/// One effect in the words of rules. Every leg of a matter has to be admitted for itself.
///
/// @param destination whom it reaches: receiver, spender, contract, holder of a power
/// @param amount of the asset, present where there is an asset
/// @param decimals how people write amounts of the asset, if that is known
/// @param isDecoded whether nothing of it was left unread
/// @param isInternal whether the destination is the organisation's own account
public record Leg(
        Activity activity,
        Optional<Account> destination,
        Optional<Asset> asset,
        Optional<Quantity> amount,
        OptionalInt decimals,
        Optional<Code> call,
        Optional<Said> said,
        Optional<Power> power,
        boolean isDecoded,
        boolean isInternal) {
    /// Code that runs.
    ///
    /// @param selector eight lower-case hex digits; empty where the chain has none
    /// @param function with argument types; empty if it is not known
    /// @param value coin sent along, base units
    /// @param depth wrappers around it
    public record Code(
            Account contract,
            Optional<String> selector,
            Optional<String> function,
            List<Effect.Argument> arguments,
            Effect.Operation operation,
            BigInteger value,
            int depth) {
        /// Copies.
        public Code {
            arguments = List.copyOf(arguments);
        }
    }

    /// A statement or structured data that is signed.
    ///
    /// @param kind a word of the chain's package
    /// @param text what is said; of structured data the name of its type
    public record Said(String kind, String text, List<Effect.Argument> fields) {
        /// Copies.
        public Said {
            fields = List.copyOf(fields);
        }
    }

    /// A power over an account that changes.
    public record Power(Account over, Effect.Authority authority, Effect.Turn turn) {}

    /// A leg of which nothing is known but what it is: a change of the organisation's own documents or keys.
    public static Leg of(Activity activity) {
        return new Leg(
                activity,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                false);
    }

    /// A leg that moves value, or lets it be taken.
    public static Leg of(Activity activity, Account destination, Asset asset, Quantity amount, OptionalInt decimals) {
        return new Leg(
                activity,
                Optional.of(destination),
                Optional.of(asset),
                Optional.of(amount),
                decimals,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                false);
    }

    /// The same leg, and whether it reaches an account of the organisation.
    public Leg internal(boolean internal) {
        return new Leg(activity, destination, asset, amount, decimals, call, said, power, isDecoded, internal);
    }
}
