package tallystick.core.chain.bitcoin;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Term;
import tallystick.core.chain.Warning;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// A transaction without what its inputs spend: can be read, not signed.
///
/// **Why** bytes from elsewhere are shown as far as they are understood; what nobody said about the inputs stays an
/// undecoded effect.
///
/// @param valuesSatoshi what the inputs are worth, in their order, as somebody says; empty if nobody does
/// @param scripts of what the inputs spend, in their order, as somebody says; empty if nobody does of each
public record BareTransaction(
        BitcoinNetwork network, Transaction transaction, List<Long> valuesSatoshi, List<OutputScript> scripts) {
    /// Who pays where nobody says what the inputs spend; no address has this form.
    static final String UNKNOWN = "unknown-inputs";

    /// @throws IllegalArgumentException if there are values or scripts and not one for each input, scripts without
    /// values, or a value is out of range: the caller's fault
    public BareTransaction {
        scripts = List.copyOf(scripts);
        if (!scripts.isEmpty() && scripts.size() != valuesSatoshi.size())
            throw new IllegalArgumentException(
                    "%d scripts for %d values".formatted(scripts.size(), valuesSatoshi.size()));
        valuesSatoshi = List.copyOf(valuesSatoshi);
        if (!valuesSatoshi.isEmpty()
                && valuesSatoshi.size() != transaction.inputs().size())
            throw new IllegalArgumentException("%d values for %d inputs"
                    .formatted(valuesSatoshi.size(), transaction.inputs().size()));
        for (var value : valuesSatoshi)
            if (value < 0 || value > TxOutput.VALUE_MAX)
                throw new IllegalArgumentException("value %d not in 0..21e14".formatted(value));
    }

    /// Of inputs whose scripts nobody says.
    ///
    /// @throws IllegalArgumentException as for the whole: the caller's fault
    public BareTransaction(BitcoinNetwork network, Transaction transaction, List<Long> valuesSatoshi) {
        this(network, transaction, valuesSatoshi, List.of());
    }

    /// Inputs less outputs; empty if the inputs' values are not known or do not cover the outputs, or if either are
    /// more coin together than there is.
    public Optional<Long> feeSatoshi() {
        if (valuesSatoshi.isEmpty() || isMoreThanThereIs()) return Optional.empty();
        var fee = valuesSatoshi.stream().mapToLong(Long::longValue).sum() - Bundle.valueOf(transaction.outputs());
        return fee < 0 ? Optional.empty() : Optional.of(fee);
    }

    /// Thousands of inputs, each of which could be, sum up to more than a number holds.
    private boolean isMoreThanThereIs() {
        return isMoreThanThereIs(valuesSatoshi)
                || isMoreThanThereIs(transaction.outputs().stream()
                        .map(TxOutput::valueSatoshi)
                        .toList());
    }

    private static boolean isMoreThanThereIs(List<Long> satoshi) {
        var sum = 0L;
        for (var each : satoshi) {
            sum += each;
            if (sum > TxOutput.VALUE_MAX) return true;
        }
        return false;
    }

    /// What it does, the fee last. The payers are the addresses of what is spent, never the key that is to sign;
    /// without the inputs' keys nothing is change.
    public List<Effect> effects() {
        var payers = payers();
        var payer = payers.map(Payers::payer).orElseGet(() -> new Account(network.chain(), UNKNOWN));
        var effects = new ArrayList<>(payers.map(Payers::spends).orElse(List.of()));
        for (var output : transaction.outputs()) effects.addAll(BundleEffects.of(output, network, payer));
        effects.add(feeSatoshi()
                .<Effect>map(fee -> new Effect.Fee(network.coin(), payer, BigInteger.valueOf(fee)))
                .orElseGet(() -> new Effect.Undecoded(payer, transaction.encodeStripped(), withoutFee())));
        return List.copyOf(effects);
    }

    private String withoutFee() {
        if (isMoreThanThereIs())
            return "inputs or outputs of more coin than there is: no node of the network takes this";
        return valuesSatoshi.isEmpty()
                ? "inputs of unknown value: the fee is not known"
                : "outputs above the inputs: no node of the network takes this";
    }

    private Optional<Payers> payers() {
        if (scripts.isEmpty() || isMoreThanThereIs()) return Optional.empty();
        var spent = new ArrayList<TxOutput>();
        for (var i = 0; i < scripts.size(); i++) spent.add(new TxOutput(valuesSatoshi.get(i), scripts.get(i)));
        return Optional.of(Payers.of(network, spent));
    }

    /// What each input would sign with everything committed to, as far as the outputs spent tell. What a script hash
    /// stands for is known only where the input carries a key's witness program.
    ///
    /// @param spent the outputs spent, one for each input
    /// @throws IllegalArgumentException if their count differs: the caller's fault
    public List<Optional<Digest32>> digests(List<TxOutput> spent) {
        var sighashes = new Sighashes(transaction.unsigned(), spent);
        var digests = new ArrayList<Optional<Digest32>>();
        for (var i = 0; i < spent.size(); i++)
            digests.add(digest(sighashes, i, spent.get(i).script()));
        return List.copyOf(digests);
    }

    private Optional<Digest32> digest(Sighashes sighashes, int index, OutputScript script) {
        return switch (script.kind()) {
            case P2PKH -> Optional.of(sighashes.legacy(index, script.bytes(), SighashType.ALL));
            case P2WPKH -> Optional.of(segwit(sighashes, index, script));
            case P2SH ->
                redeemScript(index)
                        .filter(redeem ->
                                script.equals(OutputScript.payToScriptHash(StandardHash.hash160(redeem.bytes()))))
                        .map(redeem -> segwit(sighashes, index, redeem));
            case P2TR -> Optional.of(sighashes.taproot(index, SighashType.DEFAULT));
            case P2WSH, WITNESS_UNKNOWN, DATA, OTHER -> Optional.empty();
        };
    }

    private static Digest32 segwit(Sighashes sighashes, int index, OutputScript keyHash) {
        return sighashes.segwit(
                index, OutputScript.payToKeyHash(keyHash.named()).bytes(), SighashType.ALL);
    }

    /// The program of a key's hash that an input's script pushes, and nothing else.
    private Optional<OutputScript> redeemScript(int index) {
        var pushed = transaction.inputs().get(index).scriptSig();
        if (pushed.length() != 23 || pushed.at(0) != 22) return Optional.empty();
        return Optional.of(new OutputScript(pushed.slice(1, 23)))
                .filter(redeem -> redeem.kind() == OutputScript.Kind.P2WPKH);
    }

    /// When it counts.
    public List<Term> terms() {
        return LockTimes.of(transaction);
    }

    /// What a person should know, the gravest first.
    public List<Warning> warnings(Knowledge knowledge) {
        return BundleWarnings.of(transaction, feeSatoshi(), (transaction.weight() + 3) / 4, knowledge);
    }
}
