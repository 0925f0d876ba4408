package tallystick.tools.decode;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Warning;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.ethereum.account.SafeApproval;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.call.CallFrame;
import tallystick.core.chain.ethereum.call.Calls;
import tallystick.core.chain.ethereum.safe.SafeAccount;
import tallystick.core.chain.ethereum.safe.SafeSignatures;
import tallystick.core.chain.ethereum.safe.SafeTransaction;
import tallystick.core.chain.ethereum.safe.SafeVersion;
import tallystick.core.clear.ComparisonCode;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// Reads one vector object that records something that happened: what was asked to be signed, and by whom it was.
///
/// **Form** `docs/spec/decode-json.md`, kinds `safeTx`, `safeTxConfirmation`, `evmCall`, `btcTx`.
final class Incident {
    private final Knowledge knowledge;
    private final Optional<Prevouts> prevouts;

    Incident(Knowledge knowledge, Optional<Prevouts> prevouts) {
        this.knowledge = knowledge;
        this.prevouts = prevouts;
    }

    /// The chain it happened on.
    ChainId chain(StrictJson vector) throws Unusable {
        return switch (vector.text("kind")) {
            case "safeTx", "safeTxConfirmation", "evmCall" ->
                new ChainId("eip155", chainNumber(vector).toString());
            case "btcTx" -> BitcoinNetwork.MAINNET.chain();
            default -> throw vector.get("kind").expected("safeTx, safeTxConfirmation, evmCall or btcTx");
        };
    }

    Reading read(StrictJson vector) throws Unusable {
        return switch (vector.text("kind")) {
            case "safeTx", "safeTxConfirmation" -> safe(vector);
            case "evmCall" -> call(vector);
            case "btcTx" -> bitcoin(vector);
            default -> throw vector.get("kind").expected("safeTx, safeTxConfirmation, evmCall or btcTx");
        };
    }

    private Reading safe(StrictJson vector) throws Unusable {
        var version = SafeVersion.parse(vector.text("safeVersion"))
                .orElseThrow(() -> new Unusable("vector.safeVersion: expected a known release of the safe"));
        var safe = new SafeAccount(chainNumber(vector), address(vector, "safe"), version);
        var tx = vector.get("tx");
        var approval = new SafeApproval(safe, transaction(tx));
        var hash = approval.transaction().hash(safe);
        var warnings = new ArrayList<>(approval.warnings(safe.account(), knowledge));
        if (tx.has("safeTxHash") && !tx.hex("safeTxHash").equals(hash.bytes()))
            warnings.add(
                    danger("SAFE_TX_HASH_MISMATCH", "The hash that came along is not the hash of this transaction."));
        var recovered = recovered(tx, hash);
        if (vector.has("owners") && recovered.isPresent()) {
            var owners = new ArrayList<String>();
            for (var owner : vector.get("owners").items())
                owners.add(address(owner.text(), owner).toString());
            if (!owners.containsAll(recovered.get()))
                warnings.add(danger(
                        "APPROVAL_DIGEST_MISMATCH",
                        "A signature was made by no owner's key over this transaction: what was signed is another."));
        }
        var done = Reading.Done.of(
                new ComparisonCode.Subject(
                        safe.chain(), Optional.empty(), Content.CONTRACT_ACCOUNT, approval.bytes(), List.of(hash)),
                approval.effects(safe.account(), knowledge),
                warnings,
                knowledge,
                approval.predictedId(),
                List.of(hash));
        return recovered.isPresent() ? done.recovering(recovered.get()) : done;
    }

    private static SafeTransaction transaction(StrictJson tx) throws Unusable {
        return new SafeTransaction(
                address(tx, "to"),
                word(tx, "value"),
                tx.has("data") ? tx.hex("data") : Bytes.empty(),
                tx.number("operation", 0, 1) == 1 ? Effect.Operation.DELEGATECALL : Effect.Operation.CALL,
                word(tx, "safeTxGas"),
                word(tx, "baseGas"),
                word(tx, "gasPrice"),
                address(tx, "gasToken"),
                address(tx, "refundReceiver"),
                word(tx, "nonce"));
    }

    private static Optional<List<String>> recovered(StrictJson tx, Digest32 hash) throws Unusable {
        if (!tx.has("signatures")) return Optional.empty();
        return switch (SafeSignatures.parse(tx.hex("signatures"))) {
            case Parsed.Ok<SafeSignatures>(var signatures) ->
                Optional.of(signatures.owners(hash).stream()
                        .map(owner -> owner.map(Address::toString).orElse("nobody"))
                        .toList());
            case Parsed.Malformed<SafeSignatures>(var offset, var expected) ->
                throw tx.get("signatures").expected("at byte " + offset + " " + expected);
        };
    }

    private Reading call(StrictJson vector) throws Unusable {
        var chain = new ChainId("eip155", chainNumber(vector).toString());
        var tx = vector.get("tx");
        var frame = CallFrame.outermost(
                chain,
                address(tx, "from"),
                address(tx, "to"),
                word(tx, "value"),
                tx.has("data") ? tx.hex("data") : Bytes.empty());
        return Reading.Done.undigested(
                        chain,
                        Calls.effects(frame, knowledge),
                        Calls.warnings(frame, knowledge),
                        knowledge,
                        frame.data().length())
                .noting("A call is no whole transaction: there is no digest and no fee.");
    }

    private Reading bitcoin(StrictJson vector) throws Unusable {
        var given = prevouts.isPresent() ? prevouts.get() : Prevouts.values(vector.get("inputs"));
        return new BitcoinInput(BitcoinNetwork.MAINNET, knowledge)
                .raw(vector.hex("rawTxWithoutWitness"), Optional.of(given), Optional.empty());
    }

    private static Warning danger(String code, String text) {
        return new Warning(Warning.Severity.DANGER, code, text);
    }

    private static BigInteger chainNumber(StrictJson vector) throws Unusable {
        var number = vector.number("chainId");
        if (number.signum() <= 0 || number.bitLength() > 64)
            throw vector.get("chainId").expected("a chain's number");
        return number;
    }

    private static BigInteger word(StrictJson tx, String field) throws Unusable {
        var number = tx.number(field);
        if (number.signum() < 0 || number.bitLength() > 256) throw tx.get(field).expected("a number in 0..2^256-1");
        return number;
    }

    private static Address address(StrictJson tx, String field) throws Unusable {
        return address(tx.text(field), tx.get(field));
    }

    private static Address address(String text, StrictJson where) throws Unusable {
        return Address.parse(text).orElseThrow(() -> where.expected("an address with its right checksum"));
    }
}
