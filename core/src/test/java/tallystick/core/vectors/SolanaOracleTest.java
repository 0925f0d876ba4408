package tallystick.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sol4k.AccountMeta;
import org.sol4k.AddressLookupTableAccount;
import org.sol4k.Constants;
import org.sol4k.PublicKey;
import org.sol4k.TransactionMessage;
import org.sol4k.instruction.BaseInstruction;
import org.sol4k.instruction.CreateAssociatedTokenAccountInstruction;
import org.sol4k.instruction.Instruction;
import org.sol4k.instruction.SetComputeUnitPriceInstruction;
import org.sol4k.instruction.SplTransferInstruction;
import org.sol4k.instruction.TransferInstruction;
import tallystick.core.chain.solana.Address;
import tallystick.core.chain.solana.DerivedAddress;
import tallystick.core.chain.solana.Draft;
import tallystick.core.chain.solana.Instructions;
import tallystick.core.chain.solana.Message;
import tallystick.core.chain.solana.NonceAccount;
import tallystick.core.chain.solana.Programs;
import tallystick.core.chain.solana.Solana;
import tallystick.core.chain.solana.TableLookup;
import tallystick.core.chain.solana.Token;
import tallystick.crypto.codec.Base58;
import tallystick.crypto.codec.Bytes;

@DisplayName("Solana, held against another library")
class SolanaOracleTest {
    private static final int CASES = 200;
    private final Random random = new Random(7);

    private Address address() {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return new Address(Bytes.copyOf(bytes));
    }

    private static PublicKey theirs(Address address) {
        return new PublicKey(address.value().toArray());
    }

    private Bytes blockhash() {
        return address().value();
    }

    @Test
    void addresses_ofEveryKind_areTheirText() {
        for (var i = 0; i < CASES; i++) {
            var address = i % 4 == 0
                    ? new Address(Bytes.concat(
                                    Bytes.copyOf(new byte[i % 32]), address().value())
                            .slice(0, 32))
                    : address();
            assertThat(address.toString()).isEqualTo(theirs(address).toBase58());
            assertThat(Address.ofText(theirs(address).toBase58())).isEqualTo(address);
        }
    }

    @Test
    void programs_thatTheyName_areOurs() {
        assertThat(theirs(Programs.SYSTEM)).isEqualTo(Constants.getSYSTEM_PROGRAM());
        assertThat(theirs(Programs.TOKEN)).isEqualTo(Constants.getTOKEN_PROGRAM_ID());
        assertThat(theirs(Programs.TOKEN_2022)).isEqualTo(Constants.getTOKEN_2022_PROGRAM_ID());
        assertThat(theirs(Programs.ASSOCIATED_TOKEN)).isEqualTo(Constants.getASSOCIATED_TOKEN_PROGRAM_ID());
        assertThat(theirs(Programs.COMPUTE_BUDGET)).isEqualTo(Constants.getCOMPUTE_BUDGET_PROGRAM_ID());
    }

    @Test
    void tokenAccounts_ofBothPrograms_areTheirs() {
        var checked = 0;
        for (var i = 0; i < CASES; i++) {
            var owner = address();
            var mint = address();
            var program = i % 2 == 0 ? Programs.TOKEN : Programs.TOKEN_2022;
            var their = PublicKey.findProgramDerivedAddress(theirs(owner), theirs(mint), theirs(program));
            assertThat(theirs(DerivedAddress.ofToken(owner, program, mint))).isEqualTo(their.getPublicKey());
            checked++;
        }
        assertThat(checked).isEqualTo(CASES);
    }

    @Test
    void transfers_ofCoin_areTheirBytes() {
        for (var i = 0; i < CASES; i++) {
            var from = address();
            var to = address();
            var lamports = random.nextLong() & Long.MAX_VALUE;
            var hash = blockhash();
            var their = TransactionMessage.newMessage(
                    theirs(from), Base58.encode(hash), new TransferInstruction(theirs(from), theirs(to), lamports));
            var ours = Draft.of(Solana.MAINNET, from)
                    .transfer(to, BigInteger.valueOf(lamports))
                    .build()
                    .withBlockhash(hash);
            assertThat(asLegacy(their).toHex())
                    .isEqualTo(ours.message().encode().toHex());
        }
    }

    @Test
    void messages_writtenHere_areReadAndPrintedByThem() {
        for (var i = 0; i < CASES; i++) {
            var payer = address();
            var token = new Token(i % 2 == 0 ? Programs.TOKEN : Programs.TOKEN_2022, address(), random.nextInt(19));
            var ours = Draft.of(Solana.MAINNET, payer)
                    .budget(
                            1 + random.nextInt(1_400_000),
                            BigInteger.valueOf(random.nextInt()).abs())
                    .nonce(new NonceAccount(address(), payer))
                    .transfer(address(), BigInteger.valueOf(random.nextLong() & Long.MAX_VALUE))
                    .transfer(token, address(), BigInteger.valueOf(i), Draft.Making.IF_MISSING)
                    .build()
                    .withBlockhash(blockhash())
                    .message();
            var table = new TableLookup(address(), List.of(random.nextInt(256)), List.of());
            var newer = new Message(
                    Message.Version.V0,
                    ours.counts(),
                    ours.accounts(),
                    ours.blockhash(),
                    ours.instructions(),
                    List.of(table));
            for (var message : List.of(ours, newer))
                assertThat(Bytes.copyOf(
                                TransactionMessage.deserialize(message.encode().toArray())
                                        .serialize()))
                        .as("message %d", i)
                        .isEqualTo(message.encode());
        }
    }

    @Test
    void transfersOfTokens_withAccountAndPrice_meanTheirs() {
        for (var i = 0; i < CASES; i++) {
            var payer = address();
            var to = address();
            var token = new Token(Programs.TOKEN, address(), random.nextInt(19));
            var hash = blockhash();
            var their = TransactionMessage.newMessage(
                    theirs(payer),
                    Base58.encode(hash),
                    List.<Instruction>of(
                            new SetComputeUnitPriceInstruction(i),
                            new CreateAssociatedTokenAccountInstruction(
                                    theirs(payer), theirs(token.accountOf(to)), theirs(to), theirs(token.mint())),
                            new SplTransferInstruction(
                                    theirs(token.accountOf(payer)),
                                    theirs(token.accountOf(to)),
                                    theirs(token.mint()),
                                    theirs(payer),
                                    i,
                                    token.decimals())));
            var read = Message.parse(Bytes.copyOf(their.serialize())).orThrow();
            assertThat(Bytes.copyOf(their.serialize())).isEqualTo(read.encode());
            var ours = Draft.of(Solana.MAINNET, payer)
                    .then(Instructions.unitPrice(BigInteger.valueOf(i)))
                    .transfer(token, to, BigInteger.valueOf(i), Draft.Making.IF_MISSING)
                    .build();
            var theirInstructions = SolanaRead.of(read).instructions();
            assertThat(theirInstructions.get(0)).isEqualTo(ours.instructions().get(0));
            // theirs fails if the account is there, and names the rent as older forms did
            assertThat(theirInstructions.get(1).accounts().subList(0, 6))
                    .isEqualTo(ours.instructions().get(1).accounts());
            assertThat(theirInstructions.get(2)).isEqualTo(ours.instructions().get(2));
        }
    }

    @Test
    void lookups_inTheirMessages_readAndPrintTheSame() {
        var looked = 0;
        for (var i = 0; i < CASES; i++) {
            var entries = new ArrayList<PublicKey>();
            for (var k = 0; k < 6; k++) entries.add(theirs(address()));
            var payer = address();
            var program = theirs(address());
            var metas = List.of(
                    AccountMeta.signerAndWritable(theirs(payer)),
                    AccountMeta.writable(entries.get(i % 6)),
                    new AccountMeta(entries.get((i + 1) % 6)));
            var their = TransactionMessage.newMessage(
                    theirs(payer),
                    Base58.encode(blockhash()),
                    List.<Instruction>of(new BaseInstruction(new byte[] {(byte) i}, metas, program)),
                    List.of(new AddressLookupTableAccount(theirs(address()), entries)));
            var read = Message.parse(Bytes.copyOf(their.serialize())).orThrow();
            assertThat(read.encode()).isEqualTo(Bytes.copyOf(their.serialize()));
            assertThat(read.lookups().getFirst().writable()).containsExactly(i % 6);
            assertThat(read.lookups().getFirst().readOnly()).containsExactly((i + 1) % 6);
            looked++;
        }
        assertThat(looked).isEqualTo(CASES);
    }

    /// They always write version 0; without lookups that is the legacy form between one byte before and one after.
    private static Bytes asLegacy(TransactionMessage message) {
        var bytes = Bytes.copyOf(message.serialize());
        assertThat(bytes.at(0)).isEqualTo(0x80);
        assertThat(bytes.at(bytes.length() - 1)).isZero();
        return bytes.slice(1, bytes.length() - 1);
    }
}
