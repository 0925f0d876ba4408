package tallystick.core.chain.bitcoin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Term;
import tallystick.core.chain.Warning;
import tallystick.core.chain.Warning.Severity;
import tallystick.crypto.derive.DerivationPath;

/// What a person should know of a bundle, the gravest first.
final class BundleWarnings {
    private static final long LARGE_FEE_SATOSHI = 100_000;
    private static final int PATH_DEPTH_USUAL = 5;
    private static final int PATH_INDEX_UNUSUAL = 1_000_000;

    private final List<Warning> found = new ArrayList<>();

    private BundleWarnings() {}

    static List<Warning> of(Bundle bundle, Ownership ownership, Knowledge knowledge) {
        var warnings = new BundleWarnings();
        warnings.inputs(bundle, ownership);
        var change = ownership.change();
        var outputs = bundle.transaction().outputs();
        var away = IntStream.range(0, outputs.size())
                .filter(i -> change.get(i).isEmpty())
                .mapToObj(outputs::get)
                .toList();
        warnings.outputs(outputs);
        if (away.size() == outputs.size())
            warnings.add(Severity.ATTENTION, "NO_CHANGE", "Everything that is spent leaves: no output comes back.");
        if (IntStream.range(0, outputs.size())
                .anyMatch(
                        i -> bundle.paths().get(i).isPresent() && change.get(i).isEmpty()))
            warnings.add(
                    ownership.tree().isPresent() ? Severity.DANGER : Severity.ATTENTION,
                    "CHANGE_UNPROVEN",
                    "An output is said to come back, and it is not proven that this key can spend it: it counts as sent"
                            + " away.");
        if (change.stream().flatMap(Optional::stream).anyMatch(BundleWarnings::isUnusual))
            warnings.add(
                    Severity.ATTENTION,
                    "CHANGE_PATH_UNUSUAL",
                    "An output comes back at a path where no wallet looks: it is ours, and hard to find again.");
        warnings.fee(
                bundle.feeSatoshi(),
                bundle.virtualBytesMax(),
                Bundle.valueOf(away.isEmpty() ? outputs : away),
                knowledge.chapter(FeeLimits.class).orElse(FeeLimits.ORDINARY));
        warnings.times(bundle.transaction(), knowledge.chapter(ChainTip.class));
        return warnings.sorted();
    }

    private static boolean isUnusual(DerivationPath path) {
        return path.indices().size() > PATH_DEPTH_USUAL
                || path.indices().stream().anyMatch(index -> index >= PATH_INDEX_UNUSUAL);
    }

    /// What can be said of a transaction whose inputs are not known beyond their values.
    static List<Warning> of(Transaction transaction, Optional<Long> feeSatoshi, int virtualBytes, Knowledge knowledge) {
        var warnings = new BundleWarnings();
        warnings.add(Severity.DANGER, "INPUTS_UNKNOWN", "What the inputs are is not known: this cannot be signed.");
        warnings.outputs(transaction.outputs());
        feeSatoshi.ifPresent(fee -> warnings.fee(
                fee,
                virtualBytes,
                Bundle.valueOf(transaction.outputs()),
                knowledge.chapter(FeeLimits.class).orElse(FeeLimits.ORDINARY)));
        warnings.times(transaction, knowledge.chapter(ChainTip.class));
        return warnings.sorted();
    }

    private void inputs(Bundle bundle, Ownership ownership) {
        if (ownership.inputs().contains(Ownership.Standing.FOREIGN))
            add(Severity.DANGER, "FOREIGN_INPUT", "An input's key is not the one its path leads to.");
        if (ownership.inputs().contains(Ownership.Standing.UNPROVEN))
            add(Severity.ATTENTION, "INPUT_UNPROVEN", "Whether an input is the signer's own is not proven.");
        if (bundle.spent().stream().anyMatch(spent -> !spent.sighash().isWhole()))
            add(
                    Severity.DANGER,
                    "SIGHASH",
                    "A signature does not commit to the whole transaction: others may change the rest.");
        if (!UnprovenValues.of(bundle, ownership).isEmpty()) found.add(UnprovenValues.WARNING);
    }

    private void outputs(List<TxOutput> outputs) {
        for (var kind : outputs.stream()
                .map(output -> output.script().kind())
                .distinct()
                .toList()) {
            if (kind == OutputScript.Kind.OTHER)
                add(Severity.ATTENTION, "UNKNOWN_SCRIPT", "An output's script has no address.");
            if (kind == OutputScript.Kind.WITNESS_UNKNOWN)
                add(
                        Severity.ATTENTION,
                        "UNKNOWN_WITNESS_VERSION",
                        "An output's address is of a version without rules: anybody may spend it today.");
        }
        if (outputs.stream()
                .anyMatch(output -> output.script().kind() == OutputScript.Kind.DATA && output.valueSatoshi() > 0))
            add(Severity.DANGER, "BURN", "Value is sent where nobody can ever spend it.");
        if (outputs.stream().anyMatch(output -> output.valueSatoshi() < TransactionSize.dustSatoshi(output.script())))
            add(
                    Severity.ATTENTION,
                    "DUST_OUTPUT",
                    "An output is too small to be worth spending, and nodes may not relay it.");
    }

    private void fee(long feeSatoshi, int virtualBytes, long movedSatoshi, FeeLimits limits) {
        if (feeSatoshi > limits.satoshiPerKvbMax() * virtualBytes / 1000)
            add(
                    Severity.DANGER,
                    "FEE_RATE_ABOVE_CAP",
                    "The fee is %d satoshi for a virtual byte, above the cap of %d."
                            .formatted(feeSatoshi / virtualBytes, limits.satoshiPerKvbMax() / 1000));
        if (feeSatoshi > movedSatoshi / 100 * limits.percentMax() + movedSatoshi % 100 * limits.percentMax() / 100)
            add(
                    feeSatoshi > LARGE_FEE_SATOSHI ? Severity.DANGER : Severity.ATTENTION,
                    "ABSURD_FEE",
                    "The fee is more than %d percent of the amount.".formatted(limits.percentMax()));
    }

    private void times(Transaction transaction, Optional<ChainTip> tip) {
        if (transaction.inputs().stream().anyMatch(TxInput::isReplaceable))
            add(Severity.ATTENTION, "REPLACEABLE", "It may be replaced until it is in a block.");
        var lock = LockTimes.absolute(transaction);
        if (lock.isEmpty() && transaction.lockTime() != 0)
            add(
                    Severity.ATTENTION,
                    "LOCKTIME_OFF",
                    "A lock time is named, %d, and does not bind: every input is final, so it counts at once."
                            .formatted(transaction.lockTime()));
        if (lock.isPresent()
                && tip.filter(known -> known.hasPassed(transaction.lockTime())).isEmpty())
            add(
                    Severity.ATTENTION,
                    "LOCKTIME",
                    "It counts only after %s."
                            .formatted(
                                    switch (lock.get()) {
                                        case Term.Block(var height) -> "block " + height;
                                        case Term.Written(var instant) -> instant.toString();
                                        case Term.Second second ->
                                            second.instant()
                                                            .map(Instant::toString)
                                                            .orElseThrow() + ", second " + second.since1970()
                                                    + " since 1970";
                                    }));
        if (!LockTimes.relative(transaction).isEmpty())
            add(Severity.ATTENTION, "RELATIVE_LOCKTIME", "It counts only some time after what it spends.");
    }

    private void add(Severity severity, String code, String text) {
        found.add(new Warning(severity, code, text));
    }

    private List<Warning> sorted() {
        return found.stream().sorted(Comparator.comparing(Warning::severity)).toList();
    }
}
