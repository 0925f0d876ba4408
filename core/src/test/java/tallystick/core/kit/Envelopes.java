package tallystick.core.kit;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.envelope.AccessListEntry;
import tallystick.core.chain.ethereum.envelope.AccessListTransaction;
import tallystick.core.chain.ethereum.envelope.Authorization;
import tallystick.core.chain.ethereum.envelope.Envelope;
import tallystick.core.chain.ethereum.envelope.FeeMarketTransaction;
import tallystick.core.chain.ethereum.envelope.LegacyTransaction;
import tallystick.core.chain.ethereum.envelope.SetCodeTransaction;
import tallystick.core.chain.ethereum.envelope.SignedAuthorization;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// One transaction of each type, all alike but for their type.
public record Envelopes(BigInteger number, BigInteger nonce, Optional<Address> to, BigInteger value, Bytes data) {
    public static final BigInteger GWEI = BigInteger.valueOf(1_000_000_000);
    public static final BigInteger PRICE = GWEI.multiply(BigInteger.valueOf(30));
    public static final BigInteger TIP = GWEI.multiply(BigInteger.TWO);
    public static final BigInteger GAS = BigInteger.valueOf(120_000);
    public static final Address PAYEE =
            Address.parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed").orElseThrow();
    public static final ChainId TRIAL = new ChainId("eip155", "31337");
    public static final List<AccessListEntry> WARM = List.of(
            new AccessListEntry(PAYEE, List.of(Digest32.ofHex("01".repeat(32)), Digest32.ofHex("00".repeat(32)))));

    public static Envelopes paying(long wei) {
        return new Envelopes(
                BigInteger.valueOf(31337), BigInteger.TWO, Optional.of(PAYEE), BigInteger.valueOf(wei), Bytes.empty());
    }

    public Envelopes with(Bytes other) {
        return new Envelopes(number, nonce, to, value, other);
    }

    public Envelopes with(Optional<Address> other) {
        return new Envelopes(number, nonce, other, value, data);
    }

    public Envelopes from(BigInteger other) {
        return new Envelopes(number, other, to, value, data);
    }

    public LegacyTransaction legacy() {
        return new LegacyTransaction(number, nonce, PRICE, GAS, to, value, data);
    }

    public AccessListTransaction accessList() {
        return new AccessListTransaction(number, nonce, PRICE, GAS, to, value, data, WARM);
    }

    public FeeMarketTransaction feeMarket() {
        return new FeeMarketTransaction(number, nonce, TIP, PRICE, GAS, to, value, data, WARM);
    }

    public SetCodeTransaction setCode(SignedAuthorization... authorizations) {
        return new SetCodeTransaction(
                number, nonce, TIP, PRICE, GAS, to.orElseThrow(), value, data, WARM, List.of(authorizations));
    }

    /// The leave of `key` for code of `delegate`.
    public SignedAuthorization leave(EthereumKey key, boolean everyChain, Address delegate, long ofNonce) {
        var authorization = new Authorization(
                new ChainId("eip155", number.toString()), everyChain, delegate, BigInteger.valueOf(ofNonce));
        return new SignedAuthorization(authorization, key.sign(authorization));
    }

    /// All four.
    public List<Envelope> all() {
        return List.of(legacy(), accessList(), feeMarket(), setCode(leave(EthereumKey.of(9), false, PAYEE, 0)));
    }
}
