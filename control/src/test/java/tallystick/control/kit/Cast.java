package tallystick.control.kit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tallystick.demo.fleet.Administration;

/// People of the document with passkeys: Ann and Bo, who govern, and one for each role.
///
/// @param authenticators by name
public record Cast(Map<String, Authenticator> authenticators) {
    /// Who has which rights and roles, and nothing else.
    private static final List<Map.Entry<String, String>> PARTS = List.of(
            Map.entry("aud", "\"rights\": [\"initiate\", \"approve\"], \"roles\": [\"auditor\"]"),
            Map.entry("ina", "\"rights\": [\"initiate\"]"),
            Map.entry("ava", "\"rights\": [\"approve\"]"),
            Map.entry("pia", "\"rights\": [\"propose\"]"),
            Map.entry("gus", "\"rights\": [\"freeze\"]"),
            Map.entry("opa", "\"rights\": [], \"roles\": [\"operator\"]"),
            Map.entry("adi", "\"rights\": [], \"roles\": [\"administrator\"]"),
            Map.entry("two", "\"rights\": [\"initiate\"], \"roles\": [\"administrator\"]"),
            Map.entry("ira", "\"rights\": [\"initiate\"]"),
            Map.entry("oda", "\"rights\": [\"initiate\"]"),
            Map.entry("pat", "\"rights\": [\"propose\"]"),
            Map.entry("sue", "\"rights\": [\"freeze\"], \"status\": \"suspended\""));

    /// With fresh passkeys.
    public static Cast fresh() {
        var all = new LinkedHashMap<String, Authenticator>();
        for (var name : List.of("ann", "bo", "rex")) all.put(name, new Authenticator());
        for (var part : PARTS) all.put(part.getKey(), new Authenticator());
        return new Cast(all);
    }

    /// Whose device.
    public Authenticator authenticator(String name) {
        var one = authenticators.get(name);
        if (one == null) throw new AssertionError("no device of " + name);
        return one;
    }

    Administration.Others others() {
        var people = new ArrayList<String>();
        for (var part : PARTS)
            people.add("""
                {"id": "u:%s", "human": "h:%s", "name": "%s", %s, "keys": [%s]}\
                """.formatted(
                            part.getKey(),
                            part.getKey(),
                            part.getKey(),
                            part.getValue(),
                            authenticator(part.getKey()).inDocument()));
        var revoked = authenticator("rex").inDocument().strip().replaceFirst("\\{", "{\"revoked\": true, ");
        people.add("""
            {"id": "u:rex", "human": "h:rex", "name": "rex", "rights": ["approve"], "keys": [%s]}\
            """.formatted(revoked));
        return new Administration.Others(
                Map.of(
                        "ann",
                        authenticator("ann").inDocument(),
                        "bo",
                        authenticator("bo").inDocument()),
                people,
                List.of());
    }
}
