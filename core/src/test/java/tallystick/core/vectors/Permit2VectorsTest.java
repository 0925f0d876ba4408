package tallystick.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.ethereum.typed.TypedMessage;
import tallystick.core.kit.TypedTexts;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;

@DisplayName("Permit2, the hashes that its contract answers with on chain 1 and has in its source")
class Permit2VectorsTest {
    private static final String DOMAIN_SEPARATOR = "866a5aba21966af95d6c7ab78eb2b2fc913915c28be3b9aa07cc04ff903e3f28";
    private static final String PERMIT_DETAILS = "65626cad6cb96493bf6f5ebea28756c966f023ab9e8a83a7101849d5573b3678";
    private static final String PERMIT_SINGLE = "f3841cd1ff0085026a6327b620b67997ce40f282c88a8e905a7a5626e310f3d0";
    private static final String TOKEN_PERMISSIONS = "618358ac3db8dc274f0cd8829da7e234bd48cd73c4a740aede1adec9846d06a1";
    private static final String PERMIT_TRANSFER = "939c21a48a8dbe3a9a2404a1d46691e4d39f6583d6ec6b35714604c986d80106";

    private static String word(String hex) {
        return "0".repeat(64 - hex.length()) + hex;
    }

    private static String address(String text) {
        return word(text.substring(2));
    }

    private static String keccak(String hex) {
        return StandardHash.keccak256(Bytes.ofHex(hex)).toString();
    }

    private static String digest(String structs, String message) {
        var text = TypedTexts.of("Permit2", TypedTexts.PERMIT2, structs, message);
        return TypedMessage.parse(new ChainId("eip155", "1"), Bytes.ofUtf8(text))
                .orThrow()
                .digest()
                .toString();
    }

    @Test
    void digests_ofBothWays_areMadeOfThePublishedHashes() {
        var token = address(TypedTexts.TOKEN);
        var spender = address(TypedTexts.SPENDER);
        var details = keccak(PERMIT_DETAILS + token + word("5") + word("6") + word("7"));
        var once = keccak(TOKEN_PERMISSIONS + token + word("5"));
        var expected = Map.of(
                digest(
                        "PermitSingle(PermitDetails details,address spender,uint256 sigDeadline)"
                                + "PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)",
                        "{\"details\":{\"token\":\"%s\",\"amount\":5,\"expiration\":6,\"nonce\":7},\"spender\":\"%s\","
                                        .formatted(TypedTexts.TOKEN, TypedTexts.SPENDER)
                                + "\"sigDeadline\":8}"),
                keccak(PERMIT_SINGLE + details + spender + word("8")),
                digest(
                        "PermitTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline)"
                                + "TokenPermissions(address token,uint256 amount)",
                        "{\"permitted\":{\"token\":\"%s\",\"amount\":5},\"spender\":\"%s\",\"nonce\":7,\"deadline\":8}"
                                .formatted(TypedTexts.TOKEN, TypedTexts.SPENDER)),
                keccak(PERMIT_TRANSFER + once + spender + word("7") + word("8")));
        assertThat(expected).hasSize(2);
        expected.forEach((ours, struct) -> assertThat(ours).isEqualTo(keccak("1901" + DOMAIN_SEPARATOR + struct)));
    }
}
