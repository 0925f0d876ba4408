package tallystick.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Building;
import tallystick.core.chain.Built;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.SigningInput;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.Wish;
import tallystick.core.chain.json.Json;
import tallystick.core.chain.registry.Chains;
import tallystick.core.chain.registry.StateFile;
import tallystick.core.intent.Intent;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;

/// A draft is what its bytes say, whatever control says beside them.
class DraftTest {
    private static final ChainId CHAIN = new ChainId("eip155", "1");
    private static final Asset COIN = Asset.coin(CHAIN, 60);
    private static final String TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
    private static final Digest32 KEY_ID = new Digest32(Bytes.copyOf(new byte[32]));
    private static final Vault VAULT = new Vault(
            KEY_ID,
            SigningInput.Algorithm.ECDSA_SECP256K1,
            Curve.SECP256K1.group().generator().encode(),
            new Digest32(Bytes.copyOf(new byte[32])));
    private static final BigInteger FEE_MAX = BigInteger.TEN.pow(16);

    private static UnsignedTransaction built(BigInteger amount) throws Exception {
        return built(COIN, amount);
    }

    private static UnsignedTransaction built(Asset asset, BigInteger amount) throws Exception {
        var key = VAULT.at(CHAIN, DerivationPath.of(5)).orElseThrow();
        var state = Bytes.ofUtf8("""
            {"format":"tallystick-state-1","chain":"eip155:1","nonceMined":"7","nonceNext":"7",
             "priorityFeePerGas":"1000000000","feePerGasMax":"30000000000","balance":"2500000000000000000",
                 "tokens":[{"token":"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed","balance":"1000"}]}
            """);
        var file = StateFile.parse(Chains.all(), state);
        var asked = new Building.Asked(
                CHAIN, new Derivation(key.key(), key.chainCode()), Knowledge.none(), Optional.of(new SystemEntropy()));
        return switch (file.builder(asked).build(new Wish.Pay(asset, new Account(CHAIN, TO), amount))) {
            case Built.Ready(var transaction) -> transaction;
            case Built.Refused(var _, var why) -> throw new AssertionError(why);
        };
    }

    private static Json said(UnsignedTransaction transaction, String from, String path) {
        var text = """
            {"id":"0191f4a2-7c3e-7d10-8a55-1b2c3d4e5f60","transaction":{"keyId":"%s","path":[%s],
             "chain":"eip155:1","from":"%s","unsigned":"%s","digests":[%s]}}
            """.formatted(
                        KEY_ID,
                        path,
                        from,
                        transaction.bytes().toHex(),
                        transaction.digests().stream().map("\"%s\""::formatted).collect(Collectors.joining(",")));
        return Json.parse(Bytes.ofUtf8(text)).orThrow();
    }

    private static String own() {
        return VAULT.account(CHAIN, DerivationPath.of(5)).orElseThrow().address();
    }

    private static Payment payment(String to, long amount, BigInteger feeMax) {
        return new Payment(
                "wallet",
                Optional.empty(),
                COIN,
                new Account(CHAIN, to),
                BigInteger.valueOf(amount),
                feeMax,
                Optional.empty());
    }

    @Test
    void draft_thatDoesWhatWasWanted_isVerified_andItsIntentHoldsItsBytes() throws Exception {
        var transaction = built(BigInteger.valueOf(1000));
        var draft = Draft.of(VAULT, said(transaction, own(), "5")).verify(payment(TO, 1000, FEE_MAX));
        assertThat(draft.from().address()).isEqualTo(own());
        assertThat(draft.lines()).anyMatch(line -> line.contains(TO));
        try (var home = SecretMemory.open();
                var key = IdentityKey.generate(new SystemEntropy(), home)) {
            var intent = draft.intent(key.verifyKey(), Instant.ofEpochSecond(1_790_000_000), new SystemEntropy());
            assertThat(intent.unsigned()).isEqualTo(transaction.bytes());
            assertThat(intent.path()).containsExactly(5);
            assertThat(Intent.parse(intent.encode()).orThrow()).isEqualTo(intent);
        }
    }

    @Test
    void draft_ofAToken_isVerified_andNoDraftOfTheCoinForIt() throws Exception {
        var token = new Asset(CHAIN, "erc20", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
        var wanted = new Payment(
                "wallet", Optional.empty(), token, new Account(CHAIN, TO), BigInteger.TEN, FEE_MAX, Optional.empty());
        var draft = Draft.of(VAULT, said(built(token, BigInteger.TEN), own(), "5"));
        assertThat(draft.verify(wanted)).isSameAs(draft);
        var other = Draft.of(VAULT, said(built(BigInteger.TEN), own(), "5"));
        assertThatThrownBy(() -> other.verify(wanted)).isInstanceOf(NotSo.class);
    }

    @Test
    void draft_thatDoesAnythingElse_isNotSo() throws Exception {
        var draft = Draft.of(VAULT, said(built(BigInteger.valueOf(1000)), own(), "5"));
        var other = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
        assertThatThrownBy(() -> draft.verify(payment(other, 1000, FEE_MAX)))
                .isInstanceOf(NotSo.class)
                .hasMessageContaining("which was not asked for");
        assertThatThrownBy(() -> draft.verify(payment(TO, 1001, FEE_MAX))).isInstanceOf(NotSo.class);
        assertThatThrownBy(() -> draft.verify(payment(TO, 1000, BigInteger.ONE)))
                .isInstanceOf(NotSo.class)
                .hasMessageContaining("its fee can be");
    }

    @Test
    void draft_thatControlDescribesWrongly_isNotSo() throws Exception {
        var transaction = built(BigInteger.valueOf(1000));
        var good = said(transaction, own(), "5");
        assertThatThrownBy(() -> Draft.of(VAULT, said(transaction, own(), "6")))
                .isInstanceOf(NotSo.class)
                .hasMessageContaining("control says another");
        assertThatThrownBy(() -> Draft.of(VAULT, said(transaction, TO, "5"))).isInstanceOf(NotSo.class);
        for (var broken : new String[][] {
            {transaction.digests().getFirst().toString(), "00".repeat(32)},
            {KEY_ID + "\"", "11".repeat(32) + "\""},
            {transaction.bytes().toHex(), transaction.bytes().toHex() + "00"},
            {"eip155:1", "eip155:10"},
            {"\"unsigned\"", "\"bytes\""}
        }) {
            var text = text(good, transaction).replace(broken[0], broken[1]);
            assertThatThrownBy(
                            () -> Draft.of(VAULT, Json.parse(Bytes.ofUtf8(text)).orThrow()))
                    .as(broken[1])
                    .isInstanceOf(NotSo.class);
        }
    }

    private static String text(Json good, UnsignedTransaction transaction) {
        assertThat(good.member("transaction")).isPresent();
        return """
            {"id":"x","transaction":{"keyId":"%s","path":[5],"chain":"eip155:1","from":"%s","unsigned":"%s",
             "digests":["%s"]}}
            """.formatted(
                        KEY_ID,
                        own(),
                        transaction.bytes().toHex(),
                        transaction.digests().getFirst());
    }

    @Test
    void address_ofAnotherPath_isNotSo() throws Exception {
        assertThat(VAULT.verify(CHAIN, "m/5", own()).address()).isEqualTo(own());
        assertThatThrownBy(() -> VAULT.verify(CHAIN, "m/4", own())).isInstanceOf(NotSo.class);
        assertThatThrownBy(() -> VAULT.verify(CHAIN, "m/5'", own())).isInstanceOf(NotSo.class);
    }
}
