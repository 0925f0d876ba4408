package tallystick.control.kit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Changes of documents by people of the cast, before the control of a world.
public final class Governing {
    private Governing() {}

    /// What a visitor's device gives a page that shows him this.
    public static Map<String, String> sign(Visitor visitor, JsonNode toSign) {
        return visitor.authenticator().sign(toSign.path("challenge").asString(), Visitor.ORIGIN);
    }

    /// Has these people suspended, which Ann and Bo agree to.
    public static void suspend(World world, List<String> people) throws Exception {
        var pia = world.visitor("pia").signIn();
        var draft = pia.post(
                "/v1/proposals",
                Map.of(
                        "kind",
                        "people",
                        "people",
                        people.stream()
                                .map(each -> Map.of("act", "suspend", "person", "u:" + each))
                                .toList(),
                        "reason",
                        "left"));
        if (draft.status() != 201) throw new AssertionError("no draft: " + draft.json());
        var id = draft.text("id");
        var brought = pia.post(
                "/v1/proposals/%s/submit".formatted(id),
                Map.of("assertion", sign(pia, draft.json().path("toSign"))));
        if (brought.status() != 200) throw new AssertionError("not brought: " + brought.json());
        approve(world, "ann", id);
        approve(world, "bo", id);
    }

    /// Has a person agree to a change.
    public static void approve(World world, String person, String id) throws Exception {
        var visitor = world.visitor(person).signIn();
        var asked = visitor.get("/v1/proposals/" + id).json().path("approve");
        var body = new HashMap<String, Object>();
        for (var name : List.of("answer", "policySeen", "at", "expiresAt"))
            body.put(name, asked.path(name).asString());
        body.put("assertion", sign(visitor, asked.path("toSign")));
        var answer = visitor.post("/v1/proposals/%s/approvals".formatted(id), body);
        if (answer.status() != 201) throw new AssertionError("not approved: " + answer.json());
    }
}
