package tallystick.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.ethereum.Ethereum;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.envelope.Envelope;
import tallystick.core.chain.ethereum.envelope.LegacyTransaction;
import tallystick.core.chain.ethereum.message.PersonalMessage;
import tallystick.core.chain.ethereum.message.SignIn;
import tallystick.core.chain.ethereum.typed.TypedMessage;
import tallystick.core.kit.Envelopes;
import tallystick.core.kit.EthereumKey;
import tallystick.core.kit.TypedTexts;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

@DisplayName("Examples published in EIP-155, EIP-191's implementations, EIP-712 and EIP-4361")
class EthereumVectorsTest {
    private static final ChainId MAINNET = new ChainId("eip155", "1");

    @Test
    void eip155Example_hasItsDigestSenderAndSignedBytes() {
        var unsigned = Bytes.ofHex(
                "ec098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a7640000" + "80018080");
        var key = new EthereumKey(Bytes.ofHex("46".repeat(32)));
        var transaction = (Envelope) Envelope.parse(unsigned).orThrow();
        assertThat(transaction)
                .isEqualTo(new LegacyTransaction(
                        BigInteger.ONE,
                        BigInteger.valueOf(9),
                        Envelopes.GWEI.multiply(BigInteger.valueOf(20)),
                        BigInteger.valueOf(21_000),
                        Address.parse("0x3535353535353535353535353535353535353535"),
                        BigInteger.TEN.pow(18),
                        Bytes.empty()));
        assertEquals(unsigned, transaction.bytes());
        assertEquals(
                "daf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53",
                transaction.digest().toString());
        var signed = transaction.attach(key.on(MAINNET), key.sign(transaction));
        assertEquals(
                "f86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a028ef61340bd9"
                        + "39bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800ccf555c9"
                        + "f3dc64214b297fb1966a3b6d83",
                signed.bytes().toHex());
        assertEquals("0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F", key.address().toString());
    }

    @Test
    void publishedCreations_landAtTheirAddresses() {
        var sender = Address.parse("0x6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0").orElseThrow();
        var places =
                List.of("0xcd234a471b72ba2f1ccf0a70fcaba648a5eecd8d", "0x343c43a37d37dff08ae8c4a11544c718abb4fcf8");
        var checked = 0;
        for (var place : places) {
            var creation = new Envelopes(
                            BigInteger.ONE,
                            BigInteger.valueOf(checked),
                            Optional.empty(),
                            BigInteger.ZERO,
                            Bytes.ofHex("6000"))
                    .feeMarket();
            var effect = (Effect.Creation)
                    creation.effects(sender.on(MAINNET), Knowledge.none()).getFirst();
            assertThat(effect.at()).contains(Address.parse(place).orElseThrow().on(MAINNET));
            checked++;
        }
        assertEquals(2, checked);
    }

    @Test
    void messages_haveTheirPublishedDigests() {
        assertEquals(
                "a1de988600a42c4b4ab089b619297c17d53cffae5d5120d82d8a92d0bb3b78f2",
                PersonalMessage.parse(MAINNET, Bytes.ofUtf8("Hello World"))
                        .orThrow()
                        .digest()
                        .toString());
        assertEquals(
                "1da44b586eb0729ff70a73c326926f6ed5a25f5b056e7f47fbc6e58d86871655",
                PersonalMessage.parse(MAINNET, Bytes.ofUtf8("Some data"))
                        .orThrow()
                        .digest()
                        .toString());
    }

    @Test
    void eip712Mail_hasItsDigestAndSignature() {
        var mail = TypedMessage.parse(MAINNET, Bytes.ofUtf8(TypedTexts.MAIL)).orThrow();
        assertEquals("Mail", mail.primaryType());
        assertEquals(
                "be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2",
                mail.digest().toString());
        var cow = new EthereumKey(StandardHash.keccak256(Bytes.ofUtf8("cow")).bytes());
        assertEquals("0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826", cow.address().toString());
        assertEquals(
                "4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d"
                        + "07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b91562" + "1c",
                mail.attach(cow.on(MAINNET), cow.sign(mail)).bytes().toHex());
    }

    @Test
    void eip4361Shapes_parse() {
        var account = "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2";
        var tail = "URI: https://example.com/login\nVersion: 1\nChain ID: 1\nNonce: 32891756\n"
                + "Issued At: 2021-09-30T16:25:24Z";
        var head = " wants you to sign in with your Ethereum account:\n" + account + "\n\n";
        var shapes = List.of(
                "example.com" + head + "I accept the terms: https://example.com/tos\n\n" + tail
                        + "\nResources:\n- ipfs://bafybeiemxf5abjwjbikoz4mc3a3dla6ual3jsgpdr4cjr3oz3evfyavhwq/\n"
                        + "- https://example.com/my-web2-claim.json",
                "example.com:3388" + head + "I accept the terms: https://example.com/tos\n\n" + tail,
                "https://example.com" + head + "I accept the terms: https://example.com/tos\n\n" + tail,
                "example.com" + head + "\n" + tail
                        + "\nExpiration Time: 2021-10-30T16:25:24.123+02:00\nNot Before: 2021-09-30T16:25:24Z"
                        + "\nRequest ID: a-b%20c\nResources:");
        var checked = 0;
        for (var shape : shapes) {
            var login = SignIn.parse(MAINNET, Bytes.ofUtf8(shape)).orThrow();
            assertEquals(account, login.account().toString());
            assertEquals(Bytes.ofUtf8(shape), login.bytes());
            checked++;
        }
        assertEquals(4, checked);
        var full = SignIn.parse(MAINNET, Bytes.ofUtf8(shapes.getFirst())).orThrow();
        assertThat(full.resources()).hasSize(2);
        assertThat(SignIn.parse(MAINNET, Bytes.ofUtf8(shapes.getLast()))
                        .orThrow()
                        .statement())
                .isEmpty();
    }

    /// The account of `test test … junk` that development nodes publish: m/44'/60'/0', and its first addresses below.
    @Test
    void keysDerivedFromAPublishedAccount_haveItsAddresses() {
        var account = new Derivation(
                Curve.SECP256K1
                        .group()
                        .parsePoint(Bytes.ofHex("0206b81bac860f5a7442a85664d339809955b3ac9a5782200095127ac78aab71f5"))
                        .orThrow(),
                Digest32.ofHex("2258179af5cec58ce793fba06d3ef8ac640d481802e0ae39c9cc3fc5a8ce1812"));
        var published = List.of(
                "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
                "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
                "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC");
        var found = new ArrayList<String>();
        for (var i = 0; i < published.size(); i++)
            if (account.along(DerivationPath.of(0, i)) instanceof Derivation.Derived child)
                found.add(new Ethereum().account(MAINNET, child.key()).address());
        assertEquals(published, found);
    }
}
