package tallystick.control.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tallystick.control.chain.ExpiringEndpoint.Recent;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.SignedTransaction;
import tallystick.crypto.codec.Bytes;

/// What an endpoint of Solana says, and what it may not make control believe: whoever takes a transaction for dead
/// that is not pays twice.
class SolanaEndpointTest {
    private static final ChainId CHAIN = new ChainId("solana", "Ta11ystickTria1C1usterForTestsA1");
    private static final String OWN = "4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM";
    private static final String OTHER = "8qbHbw2BbbTHBW1sbeqakYXVKRQM8Ne7pLK7m6CVfeR";
    private static final Account ACCOUNT = new Account(CHAIN, OWN);
    private static final Recent RECENT = new Recent(Bytes.copyOf(new byte[32]), 700, 800);
    private static final String ID = "a transaction";

    private static SolanaEndpoint at(SolanaStand... stands) {
        return new SolanaEndpoint(
                CHAIN, List.of(stands).stream().map(SolanaStand::place).toList());
    }

    @Test
    void blockThatIsTooOld_andATransactionThatIsNotThere_isOver() throws Exception {
        try (var honest = new SolanaStand()) {
            assertThat(at(honest).isOver(RECENT, ID)).isTrue();
            assertThat(at(honest).isOver(RECENT, ACCOUNT)).isTrue();
            honest.says("getEpochInfo", "{\"absoluteSlot\": 810, \"blockHeight\": 800}");
            assertThat(at(honest).isOver(RECENT, ID)).isFalse();
        }
    }

    @Test
    void oneOfSeveral_thatDoesNotSaySo_keepsItAlive() throws Exception {
        try (var lies = new SolanaStand();
                var honest = new SolanaStand()) {
            assertThat(at(lies, honest).isOver(RECENT, ID)).isTrue();
            honest.says("getEpochInfo", "{\"absoluteSlot\": 790, \"blockHeight\": 780}");
            assertThat(at(lies, honest).isOver(RECENT, ID)).isFalse();
            assertThat(at(honest, lies).isOver(RECENT, ID)).isFalse();
        }
    }

    /// Of a transaction that nobody here has the name of.
    @Test
    void accountThatSignedSince_asOneOfSeveralSays_orNoneCanSay_isNotOver() throws Exception {
        try (var lies = new SolanaStand();
                var honest = new SolanaStand()) {
            honest.says("getSignaturesForAddress", "[{\"signature\": \"a\", \"slot\": 701}]")
                    .says("getTransaction", transaction("1", OWN, OTHER));
            assertThat(at(lies).isOver(RECENT, ACCOUNT)).isTrue();
            assertThat(at(lies, honest).isOver(RECENT, ACCOUNT)).isFalse();
            assertThat(at(honest, lies).isOver(RECENT, ACCOUNT)).isFalse();
            honest.says("getSignaturesForAddress", "[]").says("getFirstAvailableBlock", "701");
            assertThatThrownBy(() -> at(lies, honest).isOver(RECENT, ACCOUNT))
                    .isInstanceOf(ChainUnreachable.class)
                    .hasMessageContaining("keeps no blocks");
        }
    }

    /// Behind a slot that is too high nothing would be looked for.
    @Test
    void slotOfABlockhash_isTheLowestThatAnyoneSays_whoAnswers() throws Exception {
        try (var lies = new SolanaStand();
                var honest = new SolanaStand();
                var silent = new SolanaStand()) {
            lies.says("getLatestBlockhash", latest(SolanaStand.HASH, 1_000_000)).says("getSlot", "1000000");
            honest.says("getSlot", "1046");
            assertThat(at(lies).recent().slot()).isEqualTo(1_000_000);
            assertThat(at(lies, honest).recent().slot()).isEqualTo(1046);
            assertThat(at(lies, silent, honest).recent().slot()).isEqualTo(1046);
        }
    }

    /// The height up to which it counts came from an endpoint too, which may have said it too low.
    @Test
    void blockThatStillCounts_isNotOver_whateverItsHeightWasSaidToBe() throws Exception {
        try (var stand = new SolanaStand()) {
            stand.says("isBlockhashValid", "{\"context\": {\"slot\": 1045}, \"value\": true}");
            assertThat(at(stand).isOver(RECENT, ID)).isFalse();
        }
    }

    @Test
    void transactionThatIsThere_isNotOver() throws Exception {
        try (var stand = new SolanaStand()) {
            assertThat(seen(stand, 702, "processed", ",\"err\":null")).isEqualTo(new Sight.Waiting());
            assertThat(at(stand).isOver(RECENT, ID)).isFalse();
        }
    }

    @Test
    void endpointThatCannotKnow_saysNothing() throws Exception {
        for (var wrong : List.of(
                Map.entry("getFirstAvailableBlock", "701"),
                Map.entry("getSignatureStatuses", "{\"context\": {\"slot\": 1009}, \"value\": [null]}"),
                Map.entry("getSignatureStatuses", "{\"context\": {\"slot\": 1045}, \"value\": []}"),
                Map.entry("isBlockhashValid", "{\"context\": {\"slot\": 1045}}"),
                Map.entry("getEpochInfo", "{\"absoluteSlot\": 1010, \"blockHeight\": \"1000\"}"),
                Map.entry("getEpochInfo", "{\"absoluteSlot\": 1010, \"blockHeight\": -1}")))
            try (var stand = new SolanaStand()) {
                stand.says(wrong.getKey(), wrong.getValue());
                assertThatThrownBy(() -> at(stand).isOver(RECENT, ID))
                        .as(wrong.toString())
                        .isInstanceOf(ChainUnreachable.class);
            }
    }

    @Test
    void clusterThatIsAnother_isBuiltNothingFor() throws Exception {
        try (var stand = new SolanaStand()) {
            stand.says("getGenesisHash", "\"5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d\"")
                    .says("getBalance", "{\"context\": {\"slot\": 1}, \"value\": 5}")
                    .says("getMinimumBalanceForRentExemption", "890880")
                    .says("getRecentPrioritizationFees", "[]");
            assertThatThrownBy(() -> at(stand).state(ACCOUNT, ACCOUNT))
                    .isInstanceOf(ChainUnreachable.class)
                    .hasMessageContaining("another chain");
        }
    }

    @Test
    void blockhash_isThirtyTwoBytes_andNotBlank() throws Exception {
        try (var stand = new SolanaStand()) {
            assertThat(at(stand).recent().heightLast()).isEqualTo(1190);
            for (var wrong : List.of("11111111111111111111111111111111", "abc", "", OTHER + "1111"))
                assertThatThrownBy(() -> at(stand.says("getLatestBlockhash", latest(wrong, 1)))
                                .recent())
                        .as(wrong)
                        .isInstanceOf(ChainUnreachable.class);
        }
    }

    private static String latest(String hash, long slot) {
        return """
            {"context": {"slot": %d}, "value": {"blockhash": "%s", "lastValidBlockHeight": 9}}\
            """.formatted(slot, hash);
    }

    private static Sight seen(SolanaStand stand, long slot, String how, String err) throws ChainUnreachable {
        stand.says(
                "getSignatureStatuses",
                "{\"context\":{\"slot\":1045},\"value\":[{\"slot\":%d%s,\"confirmationStatus\":\"%s\"}]}"
                        .formatted(slot, err, how));
        return at(stand).look("a transaction");
    }

    @Test
    void depth_isThatOfADoneOne_onlyOnceItIsFinal() throws Exception {
        try (var stand = new SolanaStand()) {
            var good = ",\"err\":null";
            assertThat(at(stand).look("a transaction")).isEqualTo(new Sight.Unknown());
            assertThat(seen(stand, 1045, "processed", good)).isEqualTo(new Sight.Waiting());
            assertThat(seen(stand, 1040, "confirmed", good))
                    .isEqualTo(new Sight.Mined(1040, SolanaStand.HASH, 6, true));
            assertThat(seen(stand, 100, "confirmed", good)).isEqualTo(new Sight.Mined(100, SolanaStand.HASH, 31, true));
            assertThat(seen(stand, 1040, "finalized", good))
                    .isEqualTo(new Sight.Mined(1040, SolanaStand.HASH, 32, true));
            assertThat(seen(stand, 1040, "finalized", ",\"err\":{\"InstructionError\":[0,{\"Custom\":1}]}"))
                    .isEqualTo(new Sight.Mined(1040, SolanaStand.HASH, 32, false));
            assertThatThrownBy(() -> seen(stand, 1040, "finalized", "")).isInstanceOf(ChainUnreachable.class);
        }
    }

    @Test
    void transactions_areCounted_whereTheAccountSigned_andNotWhereItIsPaid() throws Exception {
        try (var stand = new SolanaStand()) {
            stand.says("getSignaturesForAddress", """
                [{"signature": "d", "slot": 50}, {"signature": "c", "slot": 40}, {"signature": "b", "slot": 30},
                 {"signature": "a", "slot": 20}]\
                """);
            stand.says("getTransaction", transaction("1", OWN, OTHER));
            assertThat(at(stand).signed(ACCOUNT, 20, 40)).isEqualTo(2);
            stand.says("getTransaction", transaction("2", OTHER, OWN));
            assertThat(at(stand).signed(ACCOUNT, 0, 50)).isEqualTo(4);
            stand.says("getTransaction", transaction("1", OTHER, OWN));
            assertThat(at(stand).signed(ACCOUNT, 0, 50)).isZero();
            stand.says("getTransaction", "null");
            assertThatThrownBy(() -> at(stand).signed(ACCOUNT, 0, 50)).isInstanceOf(ChainUnreachable.class);
            for (var signers : List.of("3", "9223372036854775807"))
                assertThatThrownBy(() -> at(stand.says("getTransaction", transaction(signers, OTHER, OTHER)))
                                .signed(ACCOUNT, 0, 50))
                        .as(signers)
                        .isInstanceOf(ChainUnreachable.class)
                        .hasMessageContaining("more signers than accounts");
        }
    }

    private static String transaction(String signers, String first, String second) {
        return """
            {"transaction": {"message": {"header": {"numRequiredSignatures": %s}, "accountKeys": ["%s", "%s"]}}}\
            """.formatted(signers, first, second);
    }

    @Test
    void transactionThatIsThereAlready_isTaken_andWhatIsRefused_isRefusedWithItsWords() throws Exception {
        var signed = new SignedTransaction(Bytes.copyOf(new byte[10]), "its name");
        try (var stand = new SolanaStand()) {
            stand.says("sendTransaction", "\"its name\"");
            assertThat(at(stand).broadcast(signed)).isEqualTo(new Reception.Taken("its name"));
        }
        try (var stand = new SolanaStand()) {
            assertThat(at(stand).broadcast(signed)).isEqualTo(new Reception.Refused("no sendTransaction"));
        }
    }
}
