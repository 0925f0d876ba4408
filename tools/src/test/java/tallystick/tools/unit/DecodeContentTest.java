package tallystick.tools.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.tools.kit.Decoding.codes;
import static tallystick.tools.kit.Decoding.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;

@DisplayName("tallystick decode: kinds of content, what is signed already, and what is known")
class DecodeContentTest {
    private static final String ACCOUNT = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf";
    private static final String LOGIN = """
            example.com wants you to sign in with your Ethereum account:
            %s

            Welcome.

            URI: https://example.com/login
            Version: 1
            Chain ID: 10
            Nonce: abcdefgh1
            Issued At: 2026-01-01T00:00:00Z""".formatted(ACCOUNT);
    private static final String PERMIT = """
            {"types": {"EIP712Domain": [{"name": "name", "type": "string"}, {"name": "chainId", "type": "uint256"},
               {"name": "verifyingContract", "type": "address"}],
              "Permit": [{"name": "owner", "type": "address"}, {"name": "spender", "type": "address"},
               {"name": "value", "type": "uint256"}, {"name": "nonce", "type": "uint256"},
               {"name": "deadline", "type": "uint256"}]},
             "primaryType": "Permit",
             "domain": {"name": "Coin", "chainId": 137,
               "verifyingContract": "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045"},
             "message": {"owner": "%s", "spender": "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045", "value": "5",
               "nonce": "0", "deadline": "9"}}
            """.formatted(ACCOUNT);

    @TempDir
    Path directory;

    private String file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }

    @Test
    void login_isBoundToItsChain_andItsAccountStandsForTheSigner() throws IOException {
        var login = file("login", LOGIN);
        var report = run(0, "--json", "--chain", "ethereum", "--content", "login", login);
        assertThat(report.path("chain").asString()).isEqualTo("eip155:10");
        assertThat(codes(report)).doesNotContain("LOGIN_OF_ANOTHER_ACCOUNT");
        run(64, "--chain", "ethereum", "--chain-id", "1", "--content", "login", login);
        var other = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
        assertThat(codes(run(0, "--json", "--chain", "ethereum", "--content", "login", "--signer", other, login)))
                .contains("LOGIN_OF_ANOTHER_ACCOUNT");
    }

    @Test
    void permit_isBoundToItsChain_andItsOwnerStandsForTheSigner() throws IOException {
        var permit = file("permit.json", PERMIT);
        var report = run(0, "--json", "--chain", "ethereum", "--content", "typed-data", permit);
        assertThat(report.path("chain").asString()).isEqualTo("eip155:137");
        assertThat(report.path("effects").path(0).path("kind").asString()).isEqualTo("allowance");
        assertThat(codes(report)).doesNotContain("OF_ANOTHER_ACCOUNT").contains("ALLOWANCE");
        run(64, "--chain", "ethereum", "--chain-id", "1", "--content", "typed-data", permit);
    }

    @Test
    void authorizationAndContractAccount_areBoundToTheirChains() {
        var authorization = "05d70a94d8da6bf26964af9d7eed9e03e53415d37aa9604501";
        var report = run(0, "--json", "--chain", "ethereum", "--content", "authorization", authorization);
        assertThat(report.path("chain").asString()).isEqualTo("eip155:10");
        run(64, "--chain", "ethereum", "--chain-id", "1", "--content", "authorization", authorization);
        var message = Bytes.ofUtf8("tallystick-contract-account").toHex() + "0102" + "00".repeat(31) + "64"
                + "11".repeat(20) + "010401" + "00000001" + "61";
        report = run(0, "--json", "--chain", "ethereum", "--content", "contract-account", message);
        assertThat(report.path("chain").asString()).isEqualTo("eip155:100");
        run(64, "--chain", "ethereum", "--chain-id", "1", "--content", "contract-account", message);
    }

    @Test
    void message_inAFile_isTakenAsItIs() throws IOException {
        for (var text : List.of("{\"kind\": \"safeTx\"}", "deadbeef", "0x1234\n", "hello\n")) {
            var report = run(0, "--json", "--chain", "ethereum", "--content", "message", file("message", text));
            var prefixed = Bytes.ofUtf8("\u0019Ethereum Signed Message:\n" + text.length() + text);
            assertThat(report.path("digests").path(0).asString())
                    .as(text)
                    .isEqualTo("0x" + StandardHash.keccak256(prefixed));
        }
        var hex = run(0, "--json", "--chain", "ethereum", "--content", "message", "0x6869");
        assertThat(hex.path("bytesAccounted").asInt()).isEqualTo(2);
    }

    @Test
    void signedEthereumTransaction_isReadWithItsSender() {
        // The example of EIP-155, signed with 32 bytes of 0x46.
        var signed = "f86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025"
                + "a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276"
                + "a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83";
        var report = run(0, "--json", "--chain", "ethereum", signed);
        assertThat(report.path("chain").asString()).isEqualTo("eip155:1");
        assertThat(report.path("recovered").path(0).asString()).isEqualTo("0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F");
        assertThat(report.path("digests").path(0).asString())
                .isEqualTo("0xdaf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53");
        assertThat(report.path("notes").path(0).asString()).contains("signed already", "recovers to 0x9d8A62");
        var unbound = run(2, "--json", "--chain", "ethereum", signed.replace("76400008025a0", "7640000801ba0"));
        assertThat(unbound.path("error").path("expected").asString()).contains("already signed");
    }

    @Test
    void solanaTransaction_withRoomForSignaturesAndInBase64_isReadAsItsMessage() {
        var message = "01000103" + "11".repeat(32) + "22".repeat(32) + "00".repeat(32) + "33".repeat(32) + "01" + "02"
                + "02" + "0001" + "0c" + "02000000" + "0100000000000000";
        var plain = run(0, "--json", "--chain", "solana", message);
        var wire = Bytes.ofHex("01" + "00".repeat(64) + message);
        for (var given : List.of(wire.toHex(), Base64.getEncoder().encodeToString(wire.toArray()))) {
            var report = run(0, "--json", "--chain", "solana", given);
            assertThat(report.path("effects")).isEqualTo(plain.path("effects"));
            assertThat(report.path("digests")).isEqualTo(plain.path("digests"));
            assertThat(report.path("notes").path(0).asString()).contains("0 good signatures of 1");
            assertThat(report.path("recovered")).isEmpty();
        }
    }

    @Test
    @SuppressWarnings("InlineFormatString")
    void knowledge_takesInterfacesDescriptorsHoldingsAndCaps() throws IOException {
        var descriptor = """
                {"context": {"contract": {"deployments": [
                  {"chainId": 1, "address": "0x0000000000000000000000000000000000000001"}]}},
                 "display": {"formats": {"frob(uint256 amount)": {"intent": "Frob it", "fields": []}}}}""";
        file("frob.json", descriptor);
        var knowledge = """
                {"format": "tallystick-knowledge-1",
                 "abis": [{"account": "eip155:1:0x0000000000000000000000000000000000000001",
                   "abi": [{"type": "function", "name": "widget", "inputs": [{"name": "count", "type": "uint256"}]}]}],
                 "descriptors": [{"file": "frob.json", "sha256": "%s"}],
                 "tokenAccounts": [{"account": "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp:%s", "mint": "%s",
                   "owner": "%s", "tokenProgram": "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"}],
                 "feeCaps": [{"chain": "eip155:1", "weiPerGas": "1", "wei": "1"}],
                 "bitcoinTip": {"height": 900000, "medianTime": "2026-01-31T12:00:00Z"}}
                """;
        var system = "1".repeat(32);
        var good = knowledge.formatted(StandardHash.sha256(Bytes.ofUtf8(descriptor)), system, system, system);
        var selector = StandardHash.keccak256(Bytes.ofUtf8("widget(uint256)"))
                .bytes()
                .slice(0, 4)
                .toHex();
        var call = "02f8440101010182520894" + "00".repeat(19) + "01" + "80" + "a4" + selector + "00".repeat(31) + "07"
                + "c0";
        call = "02f8" + "%02x".formatted((call.length() - 6) / 2) + call.substring(6);
        var report = run(0, "--json", "--chain", "ethereum", "--knowledge", file("knowledge.json", good), call);
        assertThat(report.path("clearText").toString()).contains("widget", "count");
        assertThat(codes(report)).anyMatch(code -> code.contains("FEE"));
        for (var bad : List.of(
                good.replace("frob.json", "knowledge.json"),
                good.replace("eip155:1\", \"weiPerGas", "solana:1\", \"weiPerGas"),
                good.replace("\"abi\"", "\"functions\": [], \"abi\""),
                good.replace("T12:00:00Z", "")))
            run(64, "--chain", "ethereum", "--knowledge", file("bad.json", bad), call);
    }
}
