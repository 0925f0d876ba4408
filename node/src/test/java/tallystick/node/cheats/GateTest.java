package tallystick.node.cheats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.ethereum.Ethereum;
import tallystick.core.chain.ethereum.abi.FunctionSignature;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.call.Abis;
import tallystick.core.chain.ethereum.envelope.Authorization;
import tallystick.core.chain.ethereum.envelope.FeeMarketTransaction;
import tallystick.core.chain.ethereum.message.PersonalMessage;
import tallystick.core.chain.registry.Chains;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Element;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.Scheme;
import tallystick.node.gate.Gate;
import tallystick.node.gate.Verdict;
import tallystick.node.gate.Verdict.Why;
import tallystick.node.kit.OpenEnded;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("What a node checks, docs/spec/intent.md")
class GateTest {
    private static final Digest32 KEY = Transcript.of("tallystick/test/v1/key").digest();
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final Address PAYEE =
            Address.parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed").orElseThrow();

    private final SeededEntropy entropy = new SeededEntropy(5);
    private final SecretMemory home = SecretMemory.open();
    private final IdentityKey treasurer = IdentityKey.generate(entropy, home);
    private final IdentityKey stranger = IdentityKey.generate(entropy, home);

    @TempDir
    Path directory;

    private Ledger ledger;
    private Gate gate;

    @BeforeEach
    void open() throws StoreUnavailable {
        ledger = Ledger.open(directory.resolve("ledger.db"));
        var members = List.of(
                member("treasurer", Member.Role.INITIATOR, treasurer),
                member("operator", Member.Role.OPERATOR, stranger));
        gate = new Gate(
                () -> new Roster(1, members),
                Chains.of(List.of(new Ethereum(), new OpenEnded())),
                Knowledge.none(),
                GateTest::held,
                () -> NOW,
                ledger,
                Gate.Networks.ALSO_TEST);
    }

    @AfterEach
    void close() {
        ledger.close();
        treasurer.close();
        stranger.close();
        home.close();
    }

    private static Member member(String name, Member.Role role, IdentityKey key) {
        var pin = Transcript.of("tallystick/test/v1/pin").add("name", name).digest();
        return new Member(name, role, key.verifyKey(), pin, "", 0);
    }

    private static Optional<GroupKey> held(Digest32 id) {
        return id.equals(KEY) ? Optional.of(key(Scheme.ECDSA_SECP256K1)) : Optional.empty();
    }

    private static GroupKey key(Scheme scheme) {
        var tree = QuorumTree.parse("2 of (a, b)").orThrow();
        var point = scheme.curve().group().generator();
        var leaves = new TreeMap<LeafId, Element>();
        tree.leaves().forEach(leaf -> leaves.put(leaf.id(), point));
        return new GroupKey(KEY, scheme, tree, 1, point, KEY, leaves);
    }

    private static FeeMarketTransaction transaction(Optional<Address> to, Bytes data) {
        return new FeeMarketTransaction(
                BigInteger.ONE,
                BigInteger.ZERO,
                BigInteger.ONE,
                BigInteger.TWO,
                BigInteger.valueOf(21000),
                to,
                BigInteger.valueOf(7),
                data,
                List.of());
    }

    /// An intent that is good in every part; a cheat changes one.
    private final class Draft {
        Intent.Version version = Intent.Version.V2;
        Digest32 key = KEY;
        Content content = Content.TRANSACTION;
        FeeMarketTransaction transaction = transaction(Optional.of(PAYEE), Bytes.empty());
        Bytes bytes = transaction.bytes();
        ChainId chain = transaction.chain();
        List<Digest32> digests = transaction.digests();
        Instant expiresAt = NOW.plusSeconds(60);
        IdentityKey initiator = treasurer;

        Draft of(UnsignedTransaction other) {
            bytes = other.bytes();
            chain = other.chain();
            digests = other.digests();
            return this;
        }

        Evidence sign() {
            return Evidence.of(
                    new Intent(
                            version,
                            key,
                            List.of(),
                            chain,
                            content,
                            bytes,
                            digests,
                            expiresAt,
                            initiator.verifyKey(),
                            Bytes.copyOf(new byte[16])),
                    initiator);
        }
    }

    private void assertRefused(Why why, Evidence evidence) throws StoreUnavailable {
        assertEquals(new Verdict.Refuse(why), gate.decide(evidence, Bytes.empty()));
    }

    @Test
    void keyOfAnotherScheme_isRefused() throws StoreUnavailable {
        var members = List.of(member("treasurer", Member.Role.INITIATOR, treasurer));
        var taproot = new Gate(
                () -> new Roster(1, members),
                Chains.of(List.of(new Ethereum())),
                Knowledge.none(),
                _ -> Optional.of(key(Scheme.FROST_BIP340)),
                () -> NOW,
                ledger,
                Gate.Networks.ALSO_TEST);
        assertEquals(new Verdict.Refuse(Why.WRONG_SCHEME), taproot.decide(new Draft().sign(), Bytes.empty()));
    }

    @Test
    void goodIntent_isSignedOnceAndRepliedAgain() throws StoreUnavailable {
        var evidence = new Draft().sign();
        var sign = assertInstanceOf(Verdict.Sign.class, gate.decide(evidence, Bytes.empty()));
        assertEquals(evidence.intent().digests(), sign.authorized().digests());
        assertRefused(Why.UNDER_WAY, evidence);
        var zeros = Bytes.copyOf(new byte[32]);
        var reply = new SignReply.Signed(List.of(new RecoverableSignature(zeros, zeros, 0)));
        ledger.signed(evidence.intent().id(), reply.encode());
        assertEquals(new Verdict.Replay(reply), gate.decide(evidence, Bytes.empty()));
    }

    @Test
    void initiatorOutsideTheRoster_isRefused() throws StoreUnavailable {
        var draft = new Draft();
        try (var nobody = IdentityKey.generate(entropy, home)) {
            draft.initiator = nobody;
            assertRefused(Why.UNKNOWN_INITIATOR, draft.sign());
        }
    }

    @Test
    void memberWithoutTheRole_isRefused() throws StoreUnavailable {
        var draft = new Draft();
        draft.initiator = stranger;
        assertRefused(Why.UNKNOWN_INITIATOR, draft.sign());
    }

    @Test
    void signatureOfAnotherIntent_isRefused() throws StoreUnavailable {
        var other = new Draft()
                .of(transaction(Optional.of(PAYEE), Bytes.ofHex("00")))
                .sign();
        assertRefused(
                Why.BAD_INITIATOR_SIGNATURE, new Evidence(new Draft().sign().intent(), other.initiatorSignature()));
    }

    @Test
    void expiredIntent_isRefusedFromThatSecondOn() throws StoreUnavailable {
        var draft = new Draft();
        draft.expiresAt = NOW;
        assertRefused(Why.EXPIRED, draft.sign());
    }

    @Test
    void expiryMoreThanADayAway_isRefused() throws StoreUnavailable {
        var draft = new Draft();
        draft.expiresAt = NOW.plusSeconds(24 * 3600 + 1);
        assertRefused(Why.EXPIRES_TOO_LATE, draft.sign());
    }

    @Test
    void keyWithoutAShareHere_isRefused() throws StoreUnavailable {
        var draft = new Draft();
        draft.key = Transcript.of("tallystick/test/v1/other-key").digest();
        assertRefused(Why.UNKNOWN_KEY, draft.sign());
    }

    @Test
    void chainWithoutADecoder_isRefused() throws StoreUnavailable {
        var draft = new Draft();
        draft.chain = new ChainId("solana", "mainnet");
        assertRefused(Why.UNKNOWN_CHAIN, draft.sign());
    }

    @Test
    void transactionOfAnotherChain_isRefused() throws StoreUnavailable {
        var draft = new Draft();
        draft.chain = new ChainId("eip155", "10");
        assertRefused(Why.UNDECODED, draft.sign());
    }

    @Test
    void bytesThatAreNoTransaction_areRefused() throws StoreUnavailable {
        var draft = new Draft();
        draft.bytes = Bytes.concat(draft.bytes, Bytes.copyOf((byte) 0));
        assertRefused(Why.UNDECODED, draft.sign());
    }

    @Test
    void calldataNobodyUnderstands_isRefused() throws StoreUnavailable {
        var call = transaction(Optional.of(PAYEE), Bytes.ofHex("a9059cbb"));
        assertRefused(Why.OPAQUE_EFFECT, new Draft().of(call).sign());
        assertRefused(
                Why.OPAQUE_EFFECT,
                new Draft()
                        .of(transaction(Optional.empty(), Bytes.ofHex("6000")))
                        .sign());
    }

    private Evidence content(UnsignedTransaction content) {
        var draft = new Draft().of(content);
        draft.content = content.content();
        return draft.sign();
    }

    @Test
    void messageThatNobodyCanRead_isRefused() throws StoreUnavailable {
        var chain = new ChainId("eip155", "1");
        var hash = "ab".repeat(32);
        var refused = 0;
        for (var message : List.of(
                Bytes.ofHex("fffe"),
                Bytes.ofHex("00" + "ff".repeat(99)),
                Bytes.ofHex(hash),
                Bytes.ofUtf8(hash),
                Bytes.ofUtf8("0x" + hash + "\n"))) {
            assertRefused(
                    Why.OPAQUE_EFFECT,
                    content(PersonalMessage.parse(chain, message).orThrow()));
            refused++;
        }
        assertEquals(5, refused);
        var readable = PersonalMessage.parse(chain, Bytes.ofUtf8("I agree.")).orThrow();
        assertInstanceOf(Verdict.Sign.class, gate.decide(content(readable), Bytes.empty()));
    }

    @Test
    void delegationThatCountsOnEveryChain_isRefused() throws StoreUnavailable {
        var chain = new ChainId("eip155", "1");
        for (var delegate : List.of(PAYEE, new Address(Bytes.copyOf(new byte[20]))))
            assertRefused(Why.OPAQUE_EFFECT, content(new Authorization(chain, true, delegate, BigInteger.TWO)));
        assertInstanceOf(
                Verdict.Sign.class,
                gate.decide(content(new Authorization(chain, false, PAYEE, BigInteger.TWO)), Bytes.empty()));
    }

    @Test
    void digestOfAnotherTransaction_isRefused() throws StoreUnavailable {
        var draft = new Draft();
        draft.digests = transaction(
                        Optional.of(Address.parse("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")
                                .orElseThrow()),
                        Bytes.empty())
                .digests();
        assertRefused(Why.WRONG_DIGEST, draft.sign());
    }

    @Test
    void refusedIntent_leavesNothingThatBlocksIt() throws StoreUnavailable {
        var draft = new Draft();
        draft.expiresAt = NOW;
        assertRefused(Why.EXPIRED, draft.sign());
        assertInstanceOf(Verdict.Sign.class, gate.decide(new Draft().sign(), Bytes.empty()));
    }

    @Test
    void intentOfVersion1_isStillSigned() throws StoreUnavailable {
        var draft = new Draft();
        draft.version = Intent.Version.V1;
        assertInstanceOf(Verdict.Sign.class, gate.decide(draft.sign(), Bytes.empty()));
    }

    @Test
    void rawDigest_isRefused() throws StoreUnavailable {
        var draft = new Draft();
        draft.content = Content.RAW_DIGEST;
        draft.bytes = draft.digests.getFirst().bytes();
        assertRefused(Why.RAW_DIGEST, draft.sign());
    }

    @Test
    void transaction_givenAsAnotherKindOfContent_isRefused() throws StoreUnavailable {
        for (var content : List.of(Content.LOGIN, Content.TYPED_DATA, Content.CONTRACT_ACCOUNT)) {
            var draft = new Draft();
            draft.content = content;
            assertRefused(Why.UNDECODED, draft.sign());
        }
    }

    @Test
    void openIntent_isSignedAsItWasCompleted() throws StoreUnavailable {
        var draft = new Draft().of(OpenEnded.Transaction.of(0, 8));
        var completed = OpenEnded.Transaction.of(77, 8);
        var sign = assertInstanceOf(Verdict.Sign.class, gate.decide(draft.sign(), completed.bytes()));
        assertEquals(completed.digests(), sign.authorized().digests());
    }

    @Test
    void openIntent_completedOtherwiseAfterAnAbort_isRefused() throws StoreUnavailable {
        var open = new Draft().of(OpenEnded.Transaction.of(0, 8)).sign();
        gate.decide(open, OpenEnded.Transaction.of(77, 8).bytes());
        ledger.release(open.intent().id());
        assertEquals(
                new Verdict.Refuse(Why.OTHER_COMPLETION),
                gate.decide(open, OpenEnded.Transaction.of(78, 8).bytes()));
        assertInstanceOf(
                Verdict.Sign.class,
                gate.decide(open, OpenEnded.Transaction.of(77, 8).bytes()));
    }

    @Test
    void completion_thatIsNotTheIntents_isRefused() throws StoreUnavailable {
        var open = new Draft().of(OpenEnded.Transaction.of(0, 8)).sign();
        var refused = new Verdict.Refuse(Why.WRONG_COMPLETION);
        for (var completed : List.of(
                Bytes.empty(),
                OpenEnded.Transaction.of(0, 8).bytes(),
                OpenEnded.Transaction.of(77, 10).bytes(),
                Bytes.ofHex("4d0800"))) assertEquals(refused, gate.decide(open, completed));
        var whole = new Draft().of(OpenEnded.Transaction.of(77, 8)).sign();
        assertEquals(refused, gate.decide(whole, OpenEnded.Transaction.of(78, 8).bytes()));
        assertInstanceOf(
                Verdict.Sign.class,
                gate.decide(open, OpenEnded.Transaction.of(77, 8).bytes()));
    }

    @Test
    void bytesThatDoNothing_areRefused() throws StoreUnavailable {
        assertRefused(
                Why.OPAQUE_EFFECT,
                new Draft().of(OpenEnded.Transaction.of(77, 0)).sign());
    }

    @Test
    void signatureThatThisKeyDoesNotMake_isRefused() throws StoreUnavailable {
        assertRefused(
                Why.WRONG_SCHEME,
                new Draft().of(OpenEnded.Transaction.of(77, 9)).sign());
    }

    @Test
    void functionThatOnlyTheNodesOwnKnowledgeNames_isSigned_andRefusedWithoutIt() throws StoreUnavailable {
        var function = FunctionSignature.parse("settle(uint256 order)").orThrow();
        var draft = new Draft();
        draft.of(transaction(Optional.of(PAYEE), Bytes.concat(function.selector(), Bytes.copyOf(new byte[32]))));
        assertRefused(Why.OPAQUE_EFFECT, draft.sign());

        var abis = new Abis(Map.of()).and(PAYEE.on(draft.chain), List.of(function));
        var knowing = new Gate(
                () -> new Roster(1, List.of(member("treasurer", Member.Role.INITIATOR, treasurer))),
                Chains.of(List.of(new Ethereum())),
                Knowledge.none().chapter(Abis.class, abis),
                GateTest::held,
                () -> NOW,
                ledger,
                Gate.Networks.ALSO_TEST);
        assertInstanceOf(Verdict.Sign.class, knowing.decide(draft.sign(), Bytes.empty()));
    }
}
