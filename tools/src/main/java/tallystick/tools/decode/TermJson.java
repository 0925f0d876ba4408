package tallystick.tools.decode;

import java.util.Optional;
import tallystick.core.chain.Term;
import tools.jackson.databind.node.ObjectNode;

/// When, how often and in which order something counts, for programs.
///
/// **Form** `docs/spec/decode-json.md`.
final class TermJson {
    private TermJson() {}

    /// @spec docs/spec/decode-json.md#DJ-1 decode-json
    static ObjectNode put(ObjectNode json, Term term) {
        if (term instanceof Term.Part(var of, var said))
            return fields(json, said).put("effectFirst", of.first()).put("effectLast", of.last());
        return fields(json, term).putNull("effectFirst").putNull("effectLast");
    }

    private static ObjectNode fields(ObjectNode json, Term term) {
        return switch (term) {
            case Term.Order(var what, var of, var at, var key, var number) -> {
                json.put("kind", "order").put("what", what).put("of", of.toString());
                yield ReportJson.put(ReportJson.put(json, "at", at), "key", key).put("number", number.toString());
            }
            case Term.Once(var what, var of, var at, var mark) ->
                ReportJson.put(json.put("kind", "once").put("what", what).put("of", of.toString()), "at", at)
                        .put("mark", mark);
            case Term.NotBefore(var field, var at, var moment, var included) ->
                moment(ReportJson.put(json.put("kind", "notBefore").put("field", field), "at", at), Optional.of(moment))
                        .put("included", included);
            case Term.NotAfter(var field, var at, var moment, var included) ->
                moment(ReportJson.put(json.put("kind", "notAfter").put("field", field), "at", at), moment)
                        .put("included", included);
            case Term.Made(var field, var moment) ->
                moment(json.put("kind", "made").put("field", field), Optional.of(moment));
            case Term.Part(var _, var said) -> fields(json, said);
            case Term.Aged(var inputs, var amount, var inBlocks) ->
                json.put("kind", "aged")
                        .put("inputs", inputs)
                        .put("amount", amount.toString())
                        .put("unit", inBlocks ? "blocks" : "seconds");
            case Term.While(var what, var keeper, var value) ->
                ReportJson.put(
                        ReportJson.put(json.put("kind", "while").put("what", what), "keeper", keeper), "value", value);
        };
    }

    private static ObjectNode moment(ObjectNode json, Optional<Term.Moment> moment) {
        var second = moment.filter(Term.Second.class::isInstance).map(Term.Second.class::cast);
        var block = moment.filter(Term.Block.class::isInstance).map(Term.Block.class::cast);
        ReportJson.put(json, "seconds", second.map(Term.Second::since1970));
        var written = moment.filter(Term.Written.class::isInstance).map(Term.Written.class::cast);
        ReportJson.put(json, "utc", written.map(Term.Written::instant).or(() -> second.flatMap(Term.Second::instant)));
        return ReportJson.put(json, "block", block.map(Term.Block::height));
    }
}
