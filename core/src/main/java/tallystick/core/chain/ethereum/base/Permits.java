package tallystick.core.chain.ethereum.base;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.Term;

/// Signed leaves to take value: what is the same whether a key signs one, or a call brings one.
///
/// **Why** one place: what a person agrees to must read as what the chain is later told.
public final class Permits {
    /// Where Permit2 stands on every chain.
    public static final String PERMIT2 = "0x000000000022D473030F116dDEE9F6B43aC78BA3";

    /// The greatest number of 256 bits: no limit.
    public static final BigInteger UINT256_MAX = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);

    /// The greatest number of 160 bits, in which Permit2 counts: no limit.
    public static final BigInteger UINT160_MAX = BigInteger.ONE.shiftLeft(160).subtract(BigInteger.ONE);

    private Permits() {}

    /// The amount; empty if it is the greatest of its type.
    public static Optional<BigInteger> limit(BigInteger amount, BigInteger unlimited) {
        return amount.equals(unlimited) ? Optional.empty() : Optional.of(amount);
    }

    /// When an allowance ends; empty if that never comes.
    public static Optional<Instant> instant(BigInteger seconds) {
        return new Term.Second(seconds).instant();
    }

    /// The owner's permits at one contract are taken in the order of their numbers.
    public static Term order(String what, Account owner, Account at, BigInteger nonce) {
        return new Term.Order(what, owner, Optional.of(at), Optional.empty(), nonce);
    }

    /// DAI's own: an expiry of 0 stands for no end.
    public static List<Term> withExpiry(Account holder, Account token, BigInteger nonce, BigInteger expiry) {
        var end = Optional.<Term.Moment>of(new Term.Second(expiry)).filter(_ -> expiry.signum() > 0);
        return List.of(
                order("permit", holder, token, nonce), new Term.NotAfter("expiry", Optional.of(token), end, true));
    }

    /// A transfer that its holder authorises, strictly between two moments.
    ///
    /// @spec https://eips.ethereum.org/EIPS/eip-3009#specification EIP-3009
    public static List<Term> authorized(
            Account from, Account token, String nonce, BigInteger validAfter, BigInteger validBefore) {
        var at = Optional.of(token);
        return List.of(
                new Term.Once("authorisation", from, at, nonce),
                new Term.NotBefore("validAfter", at, new Term.Second(validAfter), false),
                new Term.NotAfter("validBefore", at, Optional.of(new Term.Second(validBefore)), false));
    }

    /// A transfer by Permit2, whose numbers are taken in no order.
    ///
    /// @spec https://docs.uniswap.org/contracts/permit2/reference/signature-transfer Permit2, SignatureTransfer
    public static List<Term> transfer(Account owner, Account permit2, BigInteger nonce, BigInteger deadline) {
        return List.of(
                new Term.Once("Permit2 transfer", owner, Optional.of(permit2), nonce.toString()),
                Term.until("deadline", permit2, deadline));
    }

    /// An allowance of Permit2 lasts until then, and Permit2 looks at it, not the token; 0 stands for the block that
    /// takes it and has no second of its own.
    public static List<Term> lasting(Account permit2, BigInteger expiration) {
        return expiration.signum() == 0
                ? List.of()
                : List.of(Term.until("expiration of the allowance", permit2, expiration));
    }
}
