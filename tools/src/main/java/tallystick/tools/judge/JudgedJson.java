package tallystick.tools.judge;

import java.util.List;
import java.util.Optional;
import tallystick.core.court.Ruling;
import tallystick.core.policy.PolicyHash;
import tallystick.core.policy.judge.Trace;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.matter.Quantity;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Judgements for programs.
///
/// **Form** `docs/spec/judge.md`.
final class JudgedJson {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .build())
            .build();
    private static final String FORMAT = "tallystick-judge-1";

    private JudgedJson() {}

    /// @spec docs/spec/judge.md#JU-5 judge
    static String of(PolicyHash policy, Controls controls, List<Judged> all) {
        var json = MAPPER.createObjectNode();
        json.put("format", FORMAT).put("policy", policy.toString());
        put(put(json, "only", controls.only()), "without", controls.without());
        var vectors = json.putArray("vectors");
        for (var each : all) vector(vectors.addObject(), each);
        return json.toPrettyString();
    }

    private static ObjectNode put(ObjectNode json, String name, Optional<?> value) {
        return value.isPresent() ? json.put(name, value.get().toString()) : json.putNull(name);
    }

    private static void vector(ObjectNode json, Judged judged) {
        json.put("id", judged.id());
        switch (judged) {
            case Judged.Refused(var _, var why) -> json.putNull("verdict").put("error", why);
            case Judged.Done done -> {
                json.put("verdict", done.verdict().name());
                put(json, "expected", done.expected());
                json.put("asExpected", done.isAsExpected());
                done.reasons().forEach(json.putArray("reasons")::add);
                done.sentences().forEach(json.putArray("sentences")::add);
                if (!done.unread().isEmpty()) done.unread().forEach(json.putArray("notRead")::add);
                if (done.heard().isPresent()) heard(json, done.heard().get());
                else json.putNull("decision");
                json.putNull("error");
            }
        }
    }

    private static void heard(ObjectNode json, Judged.Heard heard) {
        var matter = heard.matter();
        json.put(
                "decision",
                switch (heard.ruling()) {
                    case Ruling.Denied _ -> "DENIED";
                    case Ruling.Pending _ -> "PENDING";
                    case Ruling.Allowed _ -> "ALLOWED";
                });
        put(json, "chain", matter.chain());
        matter.digests().forEach(each -> json.withArray("digests").add(each.toString()));
        var legs = json.putArray("legs");
        for (var leg : matter.legs()) leg(legs.addObject(), leg);
        matter.warnings().forEach(each -> json.withArray("warnings").add(each.code()));
        fee(json, matter);
        trace(json.putObject("trace"), heard.ruling().basis().trace().orElseThrow());
    }

    private static void fee(ObjectNode json, Matter matter) {
        put(json, "feeMax", matter.fee().map(Matter.Fee::amountMax));
        put(json, "feeRate", matter.coins().map(each -> each.feeRate().toPlainString()));
    }

    private static void leg(ObjectNode json, Leg leg) {
        json.put("activity", leg.activity().name());
        put(put(json, "destination", leg.destination()), "asset", leg.asset());
        put(
                json,
                "amount",
                leg.amount().map(each -> each instanceof Quantity.Exactly(var units) ? units.toString() : "unlimited"));
        put(json, "contract", leg.call().map(Leg.Code::contract));
        put(json, "operation", leg.call().map(Leg.Code::operation));
        put(json, "selector", leg.call().flatMap(Leg.Code::selector));
        put(json, "function", leg.call().flatMap(Leg.Code::function));
        json.put("decoded", leg.isDecoded()).put("internal", leg.isInternal());
    }

    private static void trace(ObjectNode json, Trace trace) {
        json.put("hash", trace.digest().toString());
        trace.policies().forEach(each -> json.withArray("policies").add(each.toString()));
        json.put("matter", trace.matter().toString()).put("at", trace.at().toString());
        var consulted = json.putObject("consulted");
        trace.consulted().forEach(consulted::put);
        var rules = json.putArray("rules");
        for (var part : trace.rules())
            rules.addObject()
                    .put("leg", part.leg())
                    .put("rule", part.rule().toString())
                    .put("how", part.how().name())
                    .put("criterion", part.criterion())
                    .put("why", part.why());
        var counts = json.putArray("counts");
        for (var count : trace.counts())
            counts.addObject()
                    .put("count", count.key().toString())
                    .put("before", count.before().toPlainString())
                    .put("after", count.after().toPlainString())
                    .put("max", count.max().toPlainString());
        json.put("outcome", trace.outcome());
    }
}
