package tallystick.mpc.ceremony;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.Node;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Roster;

/// Proof to anybody that a party signed a value which does not fit the openings it vouched for in the same breath.
///
/// **Form** `docs/spec/ceremony.md` §6: `TSVE` ‖ u8 1 ‖ session id (32) ‖ step (u8) ‖ from ‖ to (u16 each)
/// ‖ leaf (u8) ‖ value (32) ‖ signature (64) ‖ u16 count of openings, each dealer (u16) and opening. It holds
/// the bad value, which is no share of anything: the run it belongs to has stopped.
public final class ValueEvidence {
    private static final Bytes MAGIC = Bytes.ofUtf8("TSVE\u0001");

    private final ValueStatement.Step step;
    private final PartyId from;
    private final PartyId to;
    private final SignedValue value;
    private final Dealt openings;

    private ValueEvidence(ValueStatement.Step step, PartyId from, PartyId to, SignedValue value, Dealt openings) {
        this.step = step;
        this.from = from;
        this.to = to;
        this.value = value;
        this.openings = openings;
    }

    /// What an outsider finds.
    public sealed interface Verdict {
        /// `culprit` signed a value that fails the equation.
        record Guilty(PartyId culprit) implements Verdict {}

        /// The evidence proves nothing.
        ///
        /// @param why a lower-case phrase
        record NotProven(String why) implements Verdict {}
    }

    static ValueEvidence of(ValueStatement statement, SignedValue value, Dealt dealt) {
        var needed = new TreeMap<>(dealt.openings());
        if (statement.step() != ValueStatement.Step.SUM) needed.keySet().retainAll(Set.of(statement.from()));
        return new ValueEvidence(
                statement.step(), statement.from(), statement.to(), value, new Dealt(dealt.plan(), needed));
    }

    /// The canonical bytes.
    public Bytes encode() {
        var writer = new Writer()
                .raw(MAGIC)
                .raw(openings.plan().sessionId().value().bytes())
                .u8(step.code());
        from.write(writer);
        to.write(writer);
        value.write(writer);
        return writer.list(List.copyOf(openings.openings().entrySet()), (w, each) -> {
                    each.getKey().write(w);
                    each.getValue().write(w);
                })
                .toBytes();
    }

    /// Reads [#encode] of a run of `plan`.
    public static Parsed<ValueEvidence> parse(Bytes encoded, CeremonyPlan plan) {
        return Reader.parse(encoded, reader -> read(reader, plan));
    }

    /// Judges again, with nothing but the plan and the identity keys.
    /// @spec docs/spec/ceremony.md#CE-15 ceremony
    public Verdict judge(Roster roster) {
        var plan = openings.plan();
        var rules = new DealingRules(plan);
        for (var each : openings.openings().entrySet())
            if (rules.fault(each.getKey(), each.getValue()).isPresent())
                return new Verdict.NotProven("an opening of %s that was never good".formatted(each.getKey()));
        var statement = openings.statement(step, from, to, value.leaf());
        if (!roster.verifies(from, statement.digest(value.value()), value.signature()))
            return new Verdict.NotProven("value not signed by %s".formatted(from));
        var expected = openings.expectedPoint(rules, step, from, to, value.leaf());
        return expected.equals(value.value().timesGenerator())
                ? new Verdict.NotProven("the value fits its commitments")
                : new Verdict.Guilty(from);
    }

    private static ValueEvidence read(Reader reader, CeremonyPlan plan) throws MalformedInput {
        reader.expect(MAGIC, "value evidence format 1");
        reader.expect(plan.sessionId().value().bytes(), "session id of the plan");
        var stepAt = reader.position();
        var step = ValueStatement.Step.of(reader.u8("step"))
                .filter(each -> (plan.kind() == CeremonyKind.REPAIR) == (each != ValueStatement.Step.EVALUATION))
                .orElseThrow(() -> new MalformedInput(stepAt, "step of this kind of ceremony"));
        var at = reader.position();
        var from = PartyId.read(reader, "from");
        var to = PartyId.read(reader, "to");
        var value = SignedValue.read(reader, plan.group());
        if (!owed(plan, step, from, to, value.leaf()))
            throw new MalformedInput(at, "a value that this plan makes somebody owe");
        var openingsAt = reader.position();
        var openings = readOpenings(reader, plan);
        var needed = step == ValueStatement.Step.SUM ? new TreeSet<>(plan.dealers()) : Set.of(from);
        if (!openings.keySet().equals(needed))
            throw new MalformedInput(openingsAt, "openings of the dealers concerned");
        return new ValueEvidence(step, from, to, value, new Dealt(plan, openings));
    }

    private static SortedMap<PartyId, Opening> readOpenings(Reader reader, CeremonyPlan plan) throws MalformedInput {
        var openings = new TreeMap<PartyId, Opening>();
        var count = reader.u16("openings count");
        for (var i = 0; i < count; i++) {
            var at = reader.position();
            var dealer = PartyId.read(reader, "dealer");
            if (!openings.isEmpty() && openings.lastKey().compareTo(dealer) >= 0)
                throw new MalformedInput(at, "dealers ascending");
            openings.put(dealer, Opening.read(reader, plan.group()));
        }
        return Collections.unmodifiableSortedMap(openings);
    }

    private static boolean owed(CeremonyPlan plan, ValueStatement.Step step, PartyId from, PartyId to, LeafId leaf) {
        if (!plan.dealers().contains(from) || from.equals(to)) return false;
        return switch (step) {
            case EVALUATION -> owns(plan, to, leaf);
            case PIECE -> plan.dealers().contains(to) && owns(plan, plan.lost().orElseThrow(), leaf);
            case SUM -> to.equals(plan.lost().orElseThrow()) && owns(plan, to, leaf);
        };
    }

    private static boolean owns(CeremonyPlan plan, PartyId party, LeafId leaf) {
        return plan.leavesOf(party).stream().map(Node.Leaf::id).anyMatch(leaf::equals);
    }
}
