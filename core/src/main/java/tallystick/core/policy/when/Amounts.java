package tallystick.core.policy.when;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/// The type `amount` of conditions: whole numbers of 256 bits that never wrap, never round, and mix with no other
/// number.
final class Amounts {
    static final OpaqueType TYPE = OpaqueType.create("amount");
    static final String MAKING = "amount";

    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,77}");
    private static final int BITS = 256;

    /// The functions that compare, by operator.
    private record Comparison(String operator, String name, IntPredicate holds) {}

    private static final List<Comparison> COMPARISONS = List.of(
            new Comparison("_<_", "less_amount", sign -> sign < 0),
            new Comparison("_<=_", "less_equals_amount", sign -> sign <= 0),
            new Comparison("_>_", "greater_amount", sign -> sign > 0),
            new Comparison("_>=_", "greater_equals_amount", sign -> sign >= 0));

    private Amounts() {}

    /// Whether it is a number in 0..2^256-1, written in one way.
    static boolean isAmount(String text) {
        return DECIMAL.matcher(text).matches() && new BigInteger(text).bitLength() <= BITS;
    }

    static List<CelFunctionDecl> declarations() {
        var found = new ArrayList<CelFunctionDecl>();
        found.add(CelFunctionDecl.newFunctionDeclaration(
                MAKING, CelOverloadDecl.newGlobalOverload("amount_string", TYPE, SimpleType.STRING)));
        for (var each : COMPARISONS) found.add(binary(each.operator(), each.name(), SimpleType.BOOL));
        found.add(binary("_+_", "add_amount", TYPE));
        found.add(binary("_-_", "subtract_amount", TYPE));
        return ImmutableList.copyOf(found);
    }

    private static CelFunctionDecl binary(String operator, String name, CelType result) {
        return CelFunctionDecl.newFunctionDeclaration(
                operator, CelOverloadDecl.newGlobalOverload(name, result, TYPE, TYPE));
    }

    static List<CelFunctionBinding> bindings() {
        var found = new ArrayList<CelFunctionBinding>();
        found.add(CelFunctionBinding.from("amount_string", String.class, text -> within(new BigInteger(text))));
        for (var each : COMPARISONS) found.add(comparing(each));
        found.add(CelFunctionBinding.from(
                "add_amount",
                Value.Amount.class,
                Value.Amount.class,
                (left, right) -> within(left.units().add(right.units()))));
        found.add(CelFunctionBinding.from(
                "subtract_amount",
                Value.Amount.class,
                Value.Amount.class,
                (left, right) -> within(left.units().subtract(right.units()))));
        return ImmutableList.copyOf(found);
    }

    // A predicate of a sign that captures nothing is as immutable as the library wants it.
    @SuppressWarnings("Immutable")
    private static CelFunctionBinding comparing(Comparison comparison) {
        return CelFunctionBinding.from(
                comparison.name(),
                Value.Amount.class,
                Value.Amount.class,
                (left, right) -> comparison.holds().test(left.units().compareTo(right.units())));
    }

    private static Value.Amount within(BigInteger units) throws CelEvaluationException {
        if (units.signum() < 0 || units.bitLength() > BITS)
            throw new CelEvaluationException("an amount not in 0..2^256-1");
        return new Value.Amount(units);
    }
}
