package tallystick.core.chain.ethereum.forms;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Seen;
import tallystick.core.chain.Warning;
import tallystick.core.chain.ethereum.account.SafeApproval;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.call.CallFrame;
import tallystick.core.chain.ethereum.call.Calls;
import tallystick.core.chain.ethereum.safe.SafeAccount;
import tallystick.core.chain.ethereum.safe.SafeSignatures;
import tallystick.core.chain.ethereum.safe.SafeTransaction;
import tallystick.core.chain.ethereum.safe.SafeVersion;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// Reads one vector object that records something that happened: what was asked to be signed, and by whom it was.
///
/// **Form** `docs/spec/decode-json.md`, kinds `safeTx`, `safeTxConfirmation`, `evmCall`.
record Recorded(Knowledge knowledge) {
    static final Set<String> KINDS = Set.of("safeTx", "safeTxConfirmation", "evmCall");

    /// The chain it happened on.
    static ChainId chain(Entry vector) throws Unusable {
        return new ChainId("eip155", chainNumber(vector).toString());
    }

    Seen read(Entry vector) throws Unusable {
        return vector.text("kind").equals("evmCall") ? call(vector) : safe(vector);
    }

    private Seen safe(Entry vector) throws Unusable {
        var version = SafeVersion.parse(vector.text("safeVersion"))
                .orElseThrow(() -> new Unusable("vector.safeVersion: expected a known release of the safe"));
        var safe = new SafeAccount(chainNumber(vector), address(vector, "safe"), version);
        var tx = vector.get("tx");
        var approval = new SafeApproval(safe, transaction(tx));
        var hash = approval.transaction().hash(safe);
        var warnings = new ArrayList<>(approval.warnings(safe.account(), knowledge));
        if (differs(tx, "safeTxHash", hash)
                || differs(tx, "messageHash", approval.transaction().structHash(version))
                || differs(tx, "domainHash", safe.domainSeparator()))
            warnings.add(
                    danger("SAFE_TX_HASH_MISMATCH", "A hash that came along is not the hash of this transaction."));
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
        return new Seen.Part(
                Content.CONTRACT_ACCOUNT,
                approval.bytes(),
                approval.effects(safe.account(), knowledge),
                approval.terms(safe.account(), knowledge),
                warnings,
                List.of(hash),
                approval.predictedId(),
                List.of(),
                recovered);
    }

    private static boolean differs(Entry tx, String field, Digest32 hash) throws Unusable {
        return tx.has(field) && !tx.hex(field).equals(hash.bytes());
    }

    private static SafeTransaction transaction(Entry tx) throws Unusable {
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

    private static Optional<List<String>> recovered(Entry tx, Digest32 hash) throws Unusable {
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

    private Seen call(Entry vector) throws Unusable {
        var chain = new ChainId("eip155", chainNumber(vector).toString());
        var tx = vector.get("tx");
        var frame = CallFrame.outermost(
                chain,
                address(tx, "from"),
                address(tx, "to"),
                word(tx, "value"),
                tx.has("data") ? tx.hex("data") : Bytes.empty());
        return new Seen.Part(
                Content.TRANSACTION,
                frame.data(),
                Calls.effects(frame, knowledge),
                Calls.terms(frame, knowledge),
                Calls.warnings(frame, knowledge),
                List.of(),
                Optional.empty(),
                List.of("A call is no whole transaction: there is no digest and no fee."),
                Optional.empty());
    }

    private static Warning danger(String code, String text) {
        return new Warning(Warning.Severity.DANGER, code, text);
    }

    private static BigInteger chainNumber(Entry vector) throws Unusable {
        var number = vector.number("chainId");
        if (number.signum() <= 0 || number.bitLength() > 64)
            throw vector.get("chainId").expected("a chain's number");
        return number;
    }

    private static BigInteger word(Entry tx, String field) throws Unusable {
        var number = tx.number(field);
        if (number.signum() < 0 || number.bitLength() > 256) throw tx.get(field).expected("a number in 0..2^256-1");
        return number;
    }

    private static Address address(Entry tx, String field) throws Unusable {
        return address(tx.text(field), tx.get(field));
    }

    private static Address address(String text, Entry where) throws Unusable {
        return Address.parse(text).orElseThrow(() -> where.expected("an address with its right checksum"));
    }
}
