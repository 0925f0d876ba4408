package tallystick.core.chain.ethereum;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.ChainSignature;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.SigningInput;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.Warning;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.base.Rlp;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// A type-2 transaction (EIP-1559), unsigned.
///
/// @param number the chain's number, bound into the digest
/// @param nonce the sender's sequence number
/// @param priorityFeePerGas at most this many wei per gas to the block's builder
/// @param feePerGasMax at most this many wei per gas in all
/// @param gasLimit at most this much gas
/// @param to the receiver; empty creates a contract
/// @param value wei
/// @param data calldata or init code
/// @param accessList addresses with storage slots warmed ahead
/// @spec https://eips.ethereum.org/EIPS/eip-1559#specification EIP-1559
public record FeeMarketTransaction(
        BigInteger number,
        BigInteger nonce,
        BigInteger priorityFeePerGas,
        BigInteger feePerGasMax,
        BigInteger gasLimit,
        Optional<Address> to,
        BigInteger value,
        Bytes data,
        List<AccessListEntry> accessList)
        implements UnsignedTransaction {
    private static final int TYPE = 2;
    private static final int FIELDS = 9;

    /// One entry of the access list.
    ///
    /// @param slots 32-byte storage keys
    public record AccessListEntry(Address address, List<Digest32> slots) {
        /// Copies.
        public AccessListEntry {
            slots = List.copyOf(slots);
        }
    }

    /// @throws IllegalArgumentException if a number is negative or too wide: the caller's fault
    public FeeMarketTransaction {
        accessList = List.copyOf(accessList);
        for (var word : List.of(number, priorityFeePerGas, feePerGasMax, value))
            if (word.signum() < 0 || word.bitLength() > 256)
                throw new IllegalArgumentException("number not in 0..2^256-1");
        for (var word : List.of(nonce, gasLimit))
            if (word.signum() < 0 || word.bitLength() > 64)
                throw new IllegalArgumentException("number not in 0..2^64-1");
    }

    /// Reads `0x02 ‖ rlp(9 fields)`; every byte must be accounted for.
    public static Parsed<FeeMarketTransaction> parse(Bytes unsigned) {
        if (unsigned.length() == 0 || unsigned.at(0) != TYPE) return new Parsed.Malformed<>(0, "transaction type 2");
        return switch (Rlp.parse(unsigned.slice(1, unsigned.length()))) {
            case Parsed.Malformed<Rlp>(var offset, var expected) -> new Parsed.Malformed<>(offset + 1, expected);
            case Parsed.Ok<Rlp>(var rlp) -> fields(rlp);
        };
    }

    private static Parsed<FeeMarketTransaction> fields(Rlp rlp) {
        if (!(rlp instanceof Rlp.Sequence(var items)) || items.size() != FIELDS)
            return new Parsed.Malformed<>(1, "list of 9 fields");
        try {
            return new Parsed.Ok<>(new FeeMarketTransaction(
                    number(items.get(0), 256, "chain id"),
                    number(items.get(1), 64, "nonce"),
                    number(items.get(2), 256, "max priority fee per gas"),
                    number(items.get(3), 256, "max fee per gas"),
                    number(items.get(4), 64, "gas limit"),
                    receiver(items.get(5)),
                    number(items.get(6), 256, "value"),
                    text(items.get(7), "data"),
                    accessList(items.get(8))));
        } catch (MalformedInput malformed) {
            return new Parsed.Malformed<>(malformed.offsetBytes(), malformed.expected());
        }
    }

    @Override
    public ChainId chain() {
        return new ChainId("eip155", number.toString());
    }

    @Override
    public Bytes bytes() {
        return typed(fieldList());
    }

    @Override
    public Content content() {
        return Content.TRANSACTION;
    }

    @Override
    public List<Effect> effects(Account signer, Knowledge knowledge) {
        var coin = Asset.coin(chain(), Ethereum.COIN);
        var effects = new ArrayList<Effect>();
        if (to.isEmpty()) effects.add(new Effect.Creation(signer, Optional.empty(), data));
        else if (value.signum() > 0 || data.length() == 0)
            effects.add(new Effect.Transfer(coin, signer, to.get().on(chain()), value));
        if (to.isPresent() && data.length() > 0)
            effects.add(new Effect.Undecoded(to.get().on(chain()), data, "calldata with no known meaning"));
        effects.add(new Effect.Fee(coin, signer, gasLimit.multiply(feePerGasMax)));
        return List.copyOf(effects);
    }

    @Override
    public List<Warning> warnings(Account signer, Knowledge knowledge) {
        return List.of();
    }

    @Override
    public List<SigningInput> inputs() {
        return List.of(SigningInput.ecdsa(StandardHash.keccak256(bytes())));
    }

    @Override
    public Optional<String> predictedId() {
        return Optional.empty();
    }

    @Override
    public SignedTransaction attach(List<? extends ChainSignature> signatures) {
        if (signatures.size() != 1)
            throw new IllegalArgumentException("%d signatures, not 1".formatted(signatures.size()));
        if (!(signatures.getFirst() instanceof RecoverableSignature signature))
            throw new IllegalArgumentException("a signature without recovery id");
        if (signature.recoveryId() > 1) throw new IllegalArgumentException("recovery id above 1 has no y parity");
        var fields = new ArrayList<>(fieldList());
        fields.add(Rlp.of(BigInteger.valueOf(signature.recoveryId())));
        fields.add(Rlp.of(new BigInteger(1, signature.r().toArray())));
        fields.add(Rlp.of(new BigInteger(1, signature.s().toArray())));
        var signed = typed(fields);
        return new SignedTransaction(signed, "0x" + StandardHash.keccak256(signed));
    }

    private List<Rlp> fieldList() {
        return List.of(
                Rlp.of(number),
                Rlp.of(nonce),
                Rlp.of(priorityFeePerGas),
                Rlp.of(feePerGasMax),
                Rlp.of(gasLimit),
                Rlp.of(to.map(Address::value).orElse(Bytes.empty())),
                Rlp.of(value),
                Rlp.of(data),
                Rlp.of(accessList.stream().map(FeeMarketTransaction::entry).toList()));
    }

    private static Rlp entry(AccessListEntry entry) {
        var slots = entry.slots().stream().map(slot -> Rlp.of(slot.bytes())).toList();
        return Rlp.of(List.of(Rlp.of(entry.address().value()), Rlp.of(slots)));
    }

    private static Bytes typed(List<Rlp> fields) {
        return Bytes.concat(Bytes.copyOf((byte) TYPE), Rlp.of(fields).encode());
    }

    private static BigInteger number(Rlp item, int bitsMax, String field) throws MalformedInput {
        var bytes = text(item, field);
        if (bytes.length() > 0 && bytes.at(0) == 0) throw refused(field + " without leading zeros");
        var value = new BigInteger(1, bytes.toArray());
        if (value.bitLength() > bitsMax) throw refused("%s of at most %d bits".formatted(field, bitsMax));
        return value;
    }

    private static Optional<Address> receiver(Rlp item) throws MalformedInput {
        var bytes = text(item, "to");
        if (bytes.length() == 0) return Optional.empty();
        return Optional.of(address(bytes, "to"));
    }

    private static List<AccessListEntry> accessList(Rlp item) throws MalformedInput {
        var entries = new ArrayList<AccessListEntry>();
        for (var entry : sequence(item, "access list")) {
            var pair = sequence(entry, "access list entry");
            if (pair.size() != 2) throw refused("access list entry of an address and its slots");
            var slots = new ArrayList<Digest32>();
            for (var slot : sequence(pair.get(1), "storage slots")) {
                var bytes = text(slot, "storage slot");
                if (bytes.length() != Digest32.LENGTH_BYTES) throw refused("storage slot of 32 bytes");
                slots.add(new Digest32(bytes));
            }
            entries.add(new AccessListEntry(address(text(pair.get(0), "address"), "access list address"), slots));
        }
        return entries;
    }

    private static Address address(Bytes bytes, String field) throws MalformedInput {
        if (bytes.length() != 20) throw refused(field + " of 20 bytes");
        return new Address(bytes);
    }

    private static Bytes text(Rlp item, String field) throws MalformedInput {
        if (item instanceof Rlp.Text(var value)) return value;
        throw refused(field + " as a byte string");
    }

    private static List<Rlp> sequence(Rlp item, String field) throws MalformedInput {
        if (item instanceof Rlp.Sequence(var items)) return items;
        throw refused(field + " as a list");
    }

    /// Fields are judged after the structure was read, so the offset is that of the list.
    private static MalformedInput refused(String expected) {
        return new MalformedInput(1, expected);
    }
}
