package tallystick.core.policy.matter;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Effect;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;

/// Hashes a matter, field by field: sets in the order of their texts, what is absent as an empty list.
final class MatterDigest {
    private final Transcript transcript = Transcript.of("tallystick/policy/v1/matter");

    private MatterDigest() {}

    /// @spec docs/spec/policy.md#PO-12 policy
    static Digest32 of(Matter matter) {
        var digest = new MatterDigest();
        digest.asked(matter.asked());
        digest.optional("chain", matter.chain());
        digest.optional("content", matter.content());
        digest.transcript.add("legs", matter.legs().size());
        for (var leg : matter.legs()) digest.leg(leg);
        digest.sequence("terms", matter.terms());
        digest.sequence("warnings", matter.warnings());
        digest.optional("fee", matter.fee());
        digest.optional("coins", matter.coins());
        digest.optional("durable", matter.solana().map(Matter.Programs::isDurable));
        digest.set("programs", matter.solana().map(Matter.Programs::programs).orElse(java.util.Set.of()));
        digest.sequence("digests", matter.digests());
        return digest.transcript.digest();
    }

    private void asked(Matter.Asked asked) {
        var source = asked.source();
        var initiator = asked.initiator();
        transcript.add("intent", asked.intent().value());
        transcript.add("place", source.place().toString());
        optional("tier", source.tier());
        set("tags", source.tags());
        optional("account", source.account());
        transcript.add("initiator", initiator.person().name());
        set("roles", initiator.roles());
        optional("api key", initiator.apiKey());
        optional("ip", initiator.ip());
        transcript.add("strength", initiator.strength().name());
        optional("session age", initiator.sessionAge());
        sequence("submitted digests", asked.digests());
        transcript.add("replacement", asked.isReplacement() ? 1 : 0);
        transcript.add("submitted at", asked.submittedAt().toString());
    }

    private void leg(Leg leg) {
        transcript.add("activity", leg.activity().name());
        optional("destination", leg.destination());
        optional("asset", leg.asset());
        optional("amount", leg.amount());
        transcript.add("decimals", leg.decimals().orElse(-1) + 1L);
        transcript.add("called", leg.call().isPresent() ? 1 : 0);
        leg.call().ifPresent(call -> {
            transcript.add("contract", call.contract().toString());
            optional("selector", call.selector());
            optional("function", call.function());
            arguments(call.arguments());
            transcript.add("operation", call.operation().name());
            transcript.add("value", call.value().toString());
            transcript.add("depth", call.depth());
        });
        transcript.add("said", leg.said().isPresent() ? 1 : 0);
        leg.said().ifPresent(said -> {
            transcript.add("kind", said.kind());
            transcript.add("text", said.text());
            arguments(said.fields());
        });
        optional("power", leg.power());
        transcript.add("decoded", leg.isDecoded() ? 1 : 0);
        transcript.add("internal", leg.isInternal() ? 1 : 0);
    }

    private void arguments(List<Effect.Argument> arguments) {
        transcript.add("arguments", arguments.size());
        for (var argument : arguments) {
            transcript.add("name", argument.name());
            transcript.add("type", argument.type());
            transcript.add("value", argument.value());
        }
    }

    private void optional(String label, Optional<?> value) {
        sequence(label, value.stream().toList());
    }

    private void set(String label, Collection<?> values) {
        sequence(label, values.stream().map(Object::toString).sorted().toList());
    }

    private void sequence(String label, List<?> values) {
        transcript.add(label, values.size());
        for (var value : values) transcript.add(label, value.toString());
    }
}
