package tallystick.core.policy.when;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelVariableResolver;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tallystick.crypto.codec.Parsed;

/// A rule's `when`: an expression of the Common Expression Language that is true, false, or cannot be answered.
///
/// **Why** typed and without loops, patterns and fractions: whoever reads it knows its cost and that amounts are exact.
/// It decides nothing alone, for a rule that cannot be answered counts as its effect says.
///
/// **Form** at most [#LENGTH_MAX] characters and [#NODES_MAX] parts, of type bool, over the names of [Variable].
///
/// **Threads** immutable.
///
/// @spec https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax Common Expression Language, syntax
public final class Condition {
    /// The longest expression.
    public static final int LENGTH_MAX = 2_000;

    /// The most names, constants and operations of one expression.
    public static final int NODES_MAX = 200;

    private static final int DEPTH_MAX = 24;
    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(false)
            .maxExpressionCodePointSize(LENGTH_MAX)
            .maxParseRecursionDepth(DEPTH_MAX)
            .comprehensionMaxIterations(0)
            .build();
    private static final Set<CelType> TYPES = Set.of(SimpleType.BOOL, SimpleType.INT, SimpleType.STRING, Amounts.TYPE);
    private static final CelCompiler COMPILER = compiler();
    private static final CelRuntime RUNTIME = CelRuntimeFactory.legacyCelRuntimeBuilder()
            .setOptions(OPTIONS)
            .addFunctionBindings(Amounts.bindings())
            .build();

    private static final Map<String, Variable> BY_NAME =
            Arrays.stream(Variable.values()).collect(Collectors.toMap(Variable::written, each -> each));

    private final CelRuntime.Program program;
    private final int parts;
    private final Set<String> names;

    /// What a condition comes to.
    public sealed interface Answer {
        /// It is met, or not.
        record Is(boolean met) implements Answer {}

        /// It cannot be answered.
        record Unknown() implements Answer {}
    }

    private Condition(CelRuntime.Program program, CelAbstractSyntaxTree tree) {
        this.program = program;
        this.parts = tree.getTypeMap().size();
        this.names = tree.getReferenceMap().values().stream()
                .map(CelReference::name)
                .filter(BY_NAME::containsKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static CelCompiler compiler() {
        var builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setResultType(SimpleType.BOOL)
                .addFunctionDeclarations(Amounts.declarations());
        for (var variable : Variable.values()) builder.addVar(variable.written(), type(variable.type()));
        return builder.build();
    }

    private static CelType type(Variable.Type type) {
        return switch (type) {
            case TRUTH -> SimpleType.BOOL;
            case WHOLE -> SimpleType.INT;
            case TEXT -> SimpleType.STRING;
            case TEXTS -> ListType.create(SimpleType.STRING);
            case AMOUNT -> Amounts.TYPE;
        };
    }

    /// Reads and checks an expression. Offsets count characters.
    /// @spec docs/spec/policy.md#PO-15 policy
    public static Parsed<Condition> parse(String text) {
        if (text.length() > LENGTH_MAX)
            return new Parsed.Malformed<>(LENGTH_MAX, "an expression of at most %d characters".formatted(LENGTH_MAX));
        try {
            var checked = COMPILER.compile(text);
            if (checked.hasError()) {
                var at = checked.getErrors().getFirst().getSourceLocation();
                return new Parsed.Malformed<>(
                        Math.clamp(at.getColumn(), 0, text.length()), "a sound expression of type bool");
            }
            var tree = checked.getAst();
            var refusal = refusal(tree);
            if (refusal.isPresent()) return new Parsed.Malformed<>(0, refusal.get());
            return new Parsed.Ok<>(new Condition(RUNTIME.createProgram(tree), tree));
        } catch (CelValidationException | CelEvaluationException refused) {
            return new Parsed.Malformed<>(0, "a sound expression of type bool");
        }
    }

    private static Optional<String> refusal(CelAbstractSyntaxTree tree) {
        if (tree.getTypeMap().size() > NODES_MAX)
            return Optional.of("an expression of at most %d parts".formatted(NODES_MAX));
        if (!tree.getTypeMap().values().stream().allMatch(Condition::isExact))
            return Optional.of("no other types than bool, int, string, amount and lists of them");
        if (tree.getReferenceMap().values().stream()
                .anyMatch(reference -> reference.overloadIds().stream().anyMatch(each -> each.startsWith("matches"))))
            return Optional.of("no patterns");
        return areConstant(tree.getExpr())
                ? Optional.empty()
                : Optional.of("amount('…') of a whole number in 0..2^256-1, written out");
    }

    private static boolean isExact(CelType type) {
        return TYPES.contains(type) || type instanceof ListType list && list.hasElemType() && isExact(list.elemType());
    }

    /// Whether every amount that is made stands there as a number.
    private static boolean areConstant(CelExpr part) {
        return switch (part.getKind()) {
            case CALL -> {
                var call = part.call();
                var isMaking = call.function().equals(Amounts.MAKING);
                if (isMaking && !isConstant(call.args())) yield false;
                yield call.target().map(Condition::areConstant).orElse(true)
                        && call.args().stream().allMatch(Condition::areConstant);
            }
            case LIST -> part.list().elements().stream().allMatch(Condition::areConstant);
            case SELECT -> areConstant(part.select().operand());
            case CONSTANT, IDENT -> true;
            case NOT_SET, STRUCT, MAP, COMPREHENSION -> false;
        };
    }

    private static boolean isConstant(List<CelExpr> arguments) {
        return arguments.size() == 1
                && arguments.getFirst().getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && Amounts.isAmount(arguments.getFirst().constant().stringValue());
    }

    /// How many names, constants and operations it has: so much it takes to ask it, times what lists hold that it
    /// names.
    public int parts() {
        return parts;
    }

    /// Whether it names this.
    public boolean names(Variable variable) {
        return names.contains(variable.written());
    }

    /// Asks it.
    ///
    /// @param values what names stand for; nothing where that is not known
    /// @spec docs/spec/policy.md#PO-15 policy
    public Answer ask(Function<Variable, Optional<Value>> values) {
        CelVariableResolver resolver =
                name -> Optional.ofNullable(BY_NAME.get(name)).flatMap(values).map(Condition::unwrapped);
        try {
            return program.eval(resolver) instanceof Boolean met ? new Answer.Is(met) : new Answer.Unknown();
        } catch (CelEvaluationException unanswered) {
            return new Answer.Unknown();
        }
    }

    private static Object unwrapped(Value value) {
        return switch (value) {
            case Value.Truth(var truth) -> truth;
            case Value.Whole(var number) -> number;
            case Value.Text(var text) -> text;
            case Value.Texts(var texts) -> texts;
            case Value.Amount amount -> amount;
        };
    }
}
