package tallystick.core.chain.solana;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tallystick.core.chain.Account;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.crypto.codec.MalformedInput;

/// Goes through a transaction's instructions in order and says what each does.
final class Interpretation {
    private final SolanaTransaction transaction;
    private final Reading reading;
    private final Set<Address> unpinned = new HashSet<>();
    private final Set<Integer> settings = new HashSet<>();

    private Interpretation(SolanaTransaction transaction, Account signer, Knowledge knowledge) {
        this.transaction = transaction;
        this.reading = new Reading(transaction.chain(), signer, knowledge);
    }

    static Reading of(SolanaTransaction transaction, Account signer, Knowledge knowledge) {
        var interpretation = new Interpretation(transaction, signer, knowledge);
        interpretation.run();
        return interpretation.reading;
    }

    /// @spec docs/spec/solana.md#SO-5 solana
    private void run() {
        signers();
        lookups();
        var instructions = transaction.instructions();
        transaction.durableNonce().ifPresent(this::durable);
        for (var each : instructions) read(each);
        fee(instructions);
    }

    private void signers() {
        var signers = transaction.message().signers();
        if (signers.stream().noneMatch(each -> reading.account(each).equals(reading.signer()))) {
            reading.danger("NOT_A_SIGNER", "The transaction does not take a signature of this key.");
            // Whatever a signature of this key under these bytes is for, it is not for carrying them out.
            reading.add(new Effect.Undecoded(
                    reading.signer(), transaction.bytes(), "a message that takes no signature of this key"));
        }
        if (signers.size() > 1)
            reading.attention("OTHER_SIGNERS", "Others sign this transaction too, and it waits for them.");
        if (!reading.account(signers.getFirst()).equals(reading.signer()))
            reading.attention("FEE_PAID_BY_OTHER", "Somebody else pays the fee, and decides when to send.");
    }

    /// @spec docs/spec/solana.md#SO-4 solana
    private void lookups() {
        var loaded = transaction.loaded();
        var writable = 0;
        for (var each : transaction.message().lookups())
            writable += each.writable().size();
        var nextWritable = 0;
        var nextReadOnly = writable;
        for (var lookup : transaction.message().lookups()) {
            for (var index : lookup.writable()) pin(lookup.table(), index, loaded.get(nextWritable++));
            for (var index : lookup.readOnly()) pin(lookup.table(), index, loaded.get(nextReadOnly++));
        }
        if (loaded.isEmpty()) return;
        if (unpinned.isEmpty())
            reading.attention(
                    "UNPROVEN_LOOKUP", "Some accounts come from a lookup table, whose content the bytes do not prove.");
        else
            reading.danger(
                    "UNPROVEN_LOOKUP", "Some accounts come from a lookup table that is not pinned with this content.");
    }

    private void pin(Address table, int index, Address entry) {
        var account = reading.account(table);
        if (reading.pinned().entry(account, index).filter(entry::equals).isPresent()) return;
        unpinned.add(entry);
        if (reading.pinned().hasTable(account))
            reading.danger("LOOKUP_DIFFERS", "A lookup table is pinned with another content than is claimed here.");
    }

    private void durable(DurableNonce nonce) {
        var ours = nonce.account().filter(reading::knowsOwn).isPresent()
                && nonce.authority().filter(reading::isOurs).isPresent();
        var text = "The transaction does not expire: it can be sent at any time until its nonce is advanced.";
        if (ours) reading.attention("DURABLE_NONCE", text);
        else reading.danger("DURABLE_NONCE", text);
    }

    private void read(Instruction instruction) {
        for (var use : instruction.accounts())
            if (use.isLookedUp() && unpinned.contains(use.address())) {
                reading.undecoded(instruction, "uses accounts of a lookup table that is not pinned");
                return;
            }
        var mark = reading.mark();
        try {
            if (!dispatch(new Fields(instruction))) reading.undecoded(instruction, "call of an unknown program");
        } catch (MalformedInput malformed) {
            reading.backTo(mark);
            reading.undecoded(
                    instruction,
                    "not the known form at byte %d: expected %s"
                            .formatted(malformed.offsetBytes(), malformed.expected()));
        }
    }

    private boolean dispatch(Fields fields) throws MalformedInput {
        var program = fields.instruction().program();
        if (program.equals(Programs.SYSTEM)) SystemProgram.read(fields, reading);
        else if (program.equals(Programs.TOKEN) || program.equals(Programs.TOKEN_2022))
            TokenProgram.read(fields, reading);
        else if (program.equals(Programs.ASSOCIATED_TOKEN)) AssociatedToken.read(fields, reading);
        else if (program.equals(Programs.COMPUTE_BUDGET)) budget(fields);
        else if (program.equals(Programs.MEMO_1) || program.equals(Programs.MEMO_2))
            Memo.read(fields, reading, transaction.message().accounts().getFirst());
        else if (program.equals(Programs.STAKE)) StakeProgram.read(fields, reading);
        else if (program.equals(Programs.UPGRADEABLE_LOADER)) UpgradeableLoader.read(fields, reading);
        else return false;
        return true;
    }

    /// Its effect is in the fee.
    private void budget(Fields fields) throws MalformedInput {
        var setting = ComputeBudget.setting(fields);
        fields.noMoreAccounts();
        if (!settings.add(setting.kind())) throw new MalformedInput(0, "each compute budget setting once");
    }

    private void fee(List<Instruction> instructions) {
        var signers = transaction.message().signers();
        var budget = ComputeBudget.of(instructions);
        if (!budget.isWhole()) {
            reading.danger("FEE_UNKNOWN", "What the chain takes as fee is not known.");
            return;
        }
        var fee = budget.feeMax(signers.size(), instructions);
        reading.add(new Effect.Fee(reading.coin(), reading.account(signers.getFirst()), fee));
        if (fee.compareTo(reading.pinned().feeCap()) > 0)
            reading.attention("FEE_ABOVE_CAP", "The fee can be higher than the cap that was set for fees.");
    }
}
