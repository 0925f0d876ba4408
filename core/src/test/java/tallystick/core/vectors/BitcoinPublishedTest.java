package tallystick.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.core.chain.bitcoin.SighashType;
import tallystick.core.chain.bitcoin.Sighashes;
import tallystick.core.chain.bitcoin.SpentOutput;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TxOutput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.EcdsaVerify;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.kit.Json;
import tallystick.crypto.kit.VectorFiles;

@DisplayName("Bitcoin Core, tx_valid and tx_invalid")
class BitcoinPublishedTest {
    private static final Json PUBLISHED = VectorFiles.ours("bitcoin/published.json");

    private static Transaction transaction(Json each) {
        return Transaction.parse(each.get("transaction").hex()).orThrow();
    }

    @Test
    void validTransactions_parsePrintAndHaveTheirIds() {
        var checked = 0;
        for (var each : PUBLISHED.get("valid").items()) {
            var transaction = transaction(each);
            assertEquals(each.get("transaction").hex(), transaction.encode());
            assertEquals(each.get("txid").text(), transaction.txid());
            checked++;
        }
        assertEquals(93, checked);
    }

    private static Digest32 digest(Transaction transaction, Json signature, Point key) {
        var index = signature.get("input").number();
        var script = signature.get("script").hex();
        var value = Long.parseLong(signature.get("valueSatoshi").text());
        var type = SighashType.ofCode(signature.get("type").number()).orElseThrow();
        var spent = Collections.nCopies(transaction.inputs().size(), new TxOutput(value, new OutputScript(script)));
        var sighashes = new Sighashes(transaction, spent);
        if (signature.get("form").text().equals("P2PKH")) return sighashes.legacy(index, script, type);
        return sighashes.segwit(index, AddressForm.P2PKH.script(key).bytes(), type);
    }

    @Test
    void signaturesOfOneKey_verifyOverTheDigestsHere() {
        var verified = new TreeMap<String, Integer>();
        for (var each : PUBLISHED.get("valid").items())
            for (var signature : each.get("signatures").items()) {
                var key = Curve.SECP256K1
                        .group()
                        .parsePoint(signature.get("key").hex())
                        .orThrow();
                var name = signature.get("form").text() + " "
                        + signature.get("type").number();
                assertThat(EcdsaVerify.verify(
                                key,
                                digest(transaction(each), signature, key),
                                signature.get("signature").hex()))
                        .as("%s of %s", name, each.get("txid").text())
                        .isTrue();
                verified.merge(name, 1, Integer::sum);
            }
        assertThat(verified)
                .hasToString("{P2PKH 0=1, P2PKH 1=11, P2PKH 131=3, P2PKH 3=4, P2SH_P2WPKH 1=1, "
                        + "P2WPKH 1=8, P2WPKH 129=2, P2WPKH 130=2, P2WPKH 131=6, P2WPKH 2=3, P2WPKH 3=2}");
    }

    /// Why it cannot be signed, by the reader of transactions or by that of what is signed.
    private static String refusal(Json each) {
        var parsed = Transaction.parse(each.get("transaction").hex());
        if (parsed instanceof Parsed.Malformed<Transaction>(var _, var expected)) return expected;
        var transaction = parsed.orThrow().unsigned();
        var key = Curve.SECP256K1.group().generator();
        var spent = new ArrayList<SpentOutput>();
        for (var _ : transaction.inputs())
            spent.add(SpentOutput.whole(
                    new TxOutput(TxOutput.VALUE_MAX / transaction.inputs().size(), AddressForm.P2WPKH.script(key)),
                    key,
                    DerivationPath.root()));
        var paths = Collections.nCopies(transaction.outputs().size(), Optional.<DerivationPath>empty());
        return switch (Bundle.of(BitcoinNetwork.MAINNET, transaction, spent, paths, List.of())) {
            case Parsed.Ok<Bundle> _ -> "";
            case Parsed.Malformed<Bundle>(var _, var expected) -> expected;
        };
    }

    @Test
    void transactionsInvalidByThemselves_areNeverSigned() {
        var refusals = PUBLISHED.get("invalid").items().stream()
                .map(BitcoinPublishedTest::refusal)
                .toList();
        assertThat(refusals)
                .containsExactly(
                        "an output",
                        "output value below 2^63",
                        "output value in 0..21e14",
                        "outputs of at most 21e14 together",
                        "input 1 that spends an output of its own",
                        "input 0 that spends an output",
                        "input 0 that spends an output",
                        "input 0 that spends an output",
                        "input 1 that spends an output");
    }
}
