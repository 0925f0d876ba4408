package tallystick.tools.document;

import java.util.List;
import tallystick.core.policy.analyze.Remark;
import tallystick.core.policy.change.Difference;
import tallystick.core.policy.explain.Explanation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the commands print for programs.
///
/// **Form** `docs/spec/policy-review.md`.
public final class Output {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .build())
            .build();

    private Output() {}

    /// The beginning of what a command prints.
    /// @spec docs/spec/policy-review.md#PV-8 policy-review
    public static ObjectNode begin(String command) {
        return MAPPER.createObjectNode().put("format", "tallystick-policy-1").put("command", command);
    }

    /// A list `remarks`.
    public static void remarks(ObjectNode json, List<Remark> remarks) {
        var list = json.putArray("remarks");
        for (var each : remarks)
            list.addObject()
                    .put("severity", each.severity().name())
                    .put("code", each.code().name())
                    .put("pointer", each.pointer())
                    .put("sentence", each.sentence())
                    .put("remedy", each.remedy());
    }

    /// A list `differences`.
    public static void differences(ObjectNode json, List<Difference> differences) {
        var list = json.putArray("differences");
        for (var each : differences) {
            var one = list.addObject()
                    .put("direction", each.direction().name())
                    .put("part", each.part().name())
                    .put("name", each.name())
                    .put("turn", each.turn().name())
                    .put("why", each.why());
            texts(one.putArray("fields"), List.copyOf(each.fields()));
        }
    }

    /// The fields of an explanation.
    public static void explanation(ObjectNode json, Explanation explanation) {
        json.put("decision", explanation.decision());
        texts(
                json.putArray("deciding"),
                explanation.deciding().stream().map(Object::toString).toList());
        texts(json.putArray("because"), explanation.because());
        var rules = json.putArray("rules");
        for (var line : explanation.rules())
            rules.addObject()
                    .put("rule", line.rule().toString())
                    .put("leg", line.leg())
                    .put("how", line.how().name())
                    .put("criterion", line.criterion())
                    .put("sentence", line.sentence());
    }

    /// Texts in their order.
    public static void texts(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    /// An explanation for people.
    public static String text(Explanation explanation) {
        var text = new StringBuilder(explanation.decision()).append('\n');
        explanation.because().forEach(each -> text.append("  ").append(each).append('\n'));
        text.append("Rules:\n");
        explanation
                .rules()
                .forEach(each -> text.append("  ").append(each.sentence()).append('\n'));
        return text.toString();
    }
}
