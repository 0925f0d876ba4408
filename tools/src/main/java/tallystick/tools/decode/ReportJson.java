package tallystick.tools.decode;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Effect;
import tallystick.core.clear.ClearText;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A reading for programs.
///
/// **Form** `docs/spec/decode-json.md`: always the same fields; amounts are strings of decimal digits, bytes lower-case
/// hex with `0x`, accounts CAIP-10, assets CAIP-19, absent values `null`.
final class ReportJson {
    /// Writes, in ASCII. Nothing is read with it: what strangers write is read by `core`.
    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .build())
            .build();

    private static final String FORMAT = "tallystick-decode-1";

    private ReportJson() {}

    /// @spec docs/spec/decode-json.md#DJ-1 decode-json
    static ObjectNode of(Reading reading) {
        var json = MAPPER.createObjectNode();
        json.put("format", FORMAT);
        json.putNull("chain").putNull("content");
        var effects = json.putArray("effects");
        var terms = json.putArray("terms");
        var digests = json.putArray("digests");
        json.putNull("comparisonCode");
        var warnings = json.putArray("warnings");
        json.putNull("predictedId").put("bytesAccounted", 0);
        var clear = json.putArray("clearText");
        var notes = json.putArray("notes");
        json.putNull("recovered").putNull("error");
        switch (reading) {
            case Reading.Stuck(var chain, var content, var offset, var expected) -> {
                json.put("chain", chain.toString()).put("content", content.name());
                json.putObject("error").put("offsetBytes", offset).put("expected", expected);
            }
            case Reading.Refused(var chain, var content, var why) -> {
                chain.ifPresent(known -> json.put("chain", known.toString()));
                json.put("content", content.name());
                json.putObject("error").putNull("offsetBytes").put("expected", why);
            }
            case Reading.Done done -> {
                json.put("chain", done.chain().toString())
                        .put("content", done.content().name());
                for (var i = 0; i < done.effects().size(); i++)
                    words(
                            effect(effects, done.effects().get(i)),
                            done.clear().effects().get(i));
                for (var clause : done.clear().terms())
                    TermJson.put(terms.addObject(), clause.term()).put("text", clause.text());
                done.digests().forEach(digest -> digests.add("0x" + digest));
                done.code().ifPresent(code -> json.put("comparisonCode", code.toString()));
                for (var warning : done.clear().warnings())
                    warnings.addObject()
                            .put("severity", warning.severity().name())
                            .put("code", warning.code())
                            .put("text", warning.text());
                done.predictedId().ifPresent(id -> json.put("predictedId", id));
                json.put("bytesAccounted", done.lengthBytes());
                done.clear().lines().forEach(clear::add);
                done.notes().forEach(notes::add);
                done.recovered().ifPresent(owners -> owners.forEach(json.putArray("recovered")::add));
            }
        }
        return json;
    }

    private static void words(ObjectNode json, ClearText.Sentence sentence) {
        json.put("text", sentence.text());
        sentence.details().forEach(json.putArray("details")::add);
    }

    private static ObjectNode effect(ArrayNode effects, Effect effect) {
        var json = effects.addObject();
        return switch (effect) {
            case Effect.Transfer(var asset, var from, var to, var amount) ->
                json.put("kind", "transfer")
                        .put("asset", asset.toString())
                        .put("from", from.toString())
                        .put("to", to.toString())
                        .put("amount", amount.toString());
            case Effect.Change(var asset, var to, var amount, var path) ->
                json.put("kind", "change")
                        .put("asset", asset.toString())
                        .put("to", to.toString())
                        .put("amount", amount.toString())
                        .put("path", path.toString());
            case Effect.Spend spend -> spend(json, spend);
            case Effect.Fee(var asset, var payer, var amountMax) ->
                json.put("kind", "fee")
                        .put("asset", asset.toString())
                        .put("payer", payer.toString())
                        .put("amountMax", amountMax.toString());
            case Effect.Allowance(var asset, var owner, var spender, var amountMax, var until) -> {
                json.put("kind", "allowance")
                        .put("asset", asset.toString())
                        .put("owner", owner.toString())
                        .put("spender", spender.toString());
                yield put(put(json, "amountMax", amountMax), "until", until);
            }
            case Effect.AuthorityChange(var over, var authority, var turn, var holder, var detail) -> {
                json.put("kind", "authorityChange")
                        .put("over", over.toString())
                        .put("authority", authority.name())
                        .put("turn", turn.name());
                yield arguments(put(json, "holder", holder), "detail", detail);
            }
            case Effect.Call call -> call(json, call);
            case Effect.Creation(var creator, var at, var code) ->
                put(json.put("kind", "creation").put("creator", creator.toString()), "at", at)
                        .put("code", "0x" + code);
            case Effect.Statement(var signer, var kind, var text, var fields) ->
                arguments(
                        json.put("kind", "statement")
                                .put("signer", signer.toString())
                                .put("statementKind", kind)
                                .put("statementText", text),
                        "fields",
                        fields);
            case Effect.Undecoded(var target, var bytes, var why) ->
                json.put("kind", "undecoded")
                        .put("target", target.toString())
                        .put("bytes", "0x" + bytes)
                        .put("why", why);
        };
    }

    private static ObjectNode spend(ObjectNode json, Effect.Spend spend) {
        json.put("kind", "spend")
                .put("asset", spend.asset().toString())
                .put("from", spend.from().toString())
                .put("amount", spend.amount().toString());
        return put(json, "path", spend.path());
    }

    private static ObjectNode call(ObjectNode json, Effect.Call call) {
        json.put("kind", "call")
                .put("caller", call.caller().toString())
                .put("contract", call.contract().toString())
                .put("function", call.function());
        return arguments(json, "arguments", call.arguments())
                .put("operation", call.operation().name())
                .put("value", call.value().toString())
                .put("depth", call.depth());
    }

    static ObjectNode put(ObjectNode json, String name, Optional<?> value) {
        return value.isPresent() ? json.put(name, value.get().toString()) : json.putNull(name);
    }

    private static ObjectNode arguments(ObjectNode json, String name, List<Effect.Argument> arguments) {
        var list = json.putArray(name);
        for (var argument : arguments)
            list.addObject()
                    .put("name", argument.name())
                    .put("type", argument.type())
                    .put("value", argument.value());
        return json;
    }
}
