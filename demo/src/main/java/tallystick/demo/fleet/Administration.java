package tallystick.demo.fleet;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;
import tallystick.tools.operator.Unable;
import tallystick.wire.Card;

/// Ann and Bo, who govern the fleet by the commands that anybody would type.
public final class Administration {
    private static final String POLICY = """
        {"schema": "tallystick.policy/v1", "id": "demo", "version": 1, "scope": {"org": "demo"},
         "effectiveFrom": "2026-01-01T00:00:00Z",
         "groups": {"admins": {"members": ["u:ann", "u:bo"]}},
         "rules": [
          {"id": "pay", "effect": "ALLOW", "activity": ["TRANSFER", "REPLACE_BY_FEE"]},
          {"id": "two-eyes", "effect": "REQUIRE", "activity": ["TRANSFER"],
           "approvals": [{"group": "admins", "min": 1, "authStrength": "API_KEY"}]},
          {"id": "daily-limit", "effect": "LIMIT", "activity": ["TRANSFER"],
           "match": {"asset": {"is": ["eip155:31337/slip44:60"]}},
           "limit": {"measure": "ASSET", "max": "400000000000000000",
                     "window": {"type": "ROLLING", "length": "PT24H"}}},
          {"id": "govern", "effect": "REQUIRE", "activity": ["POLICY_CHANGE", "USER_ROLE_CHANGE", "UNFREEZE"],
           "approvals": [{"group": "admins", "min": 2, "authStrength": "API_KEY", "excludeInitiator": false}]}]}
        """;
    private static final int COORDINATE_BYTES = 32;
    private static final String WAIT_SECONDS = "60";

    private final Fleet fleet;
    private final Others others;

    private Administration(Fleet fleet, Others others) {
        this.fleet = fleet;
        this.others = others;
    }

    /// Who there is besides, in the form of `governance genesis --people` and `--book`.
    ///
    /// @param passkeys of Ann and Bo by their names, each the JSON of a key; of who is not named one that nobody
    /// holds
    /// @param people each the JSON of a person
    /// @param payees each the JSON of an entry of the address book
    public record Others(Map<String, String> passkeys, List<String> people, List<String> payees) {
        /// Copies.
        public Others {
            passkeys = Map.copyOf(passkeys);
            people = List.copyOf(people);
            payees = List.copyOf(payees);
        }
    }

    /// Of this fleet.
    public static Administration of(Fleet fleet) {
        return of(fleet, new Others(Map.of(), List.of(), List.of()));
    }

    /// Of this fleet, with others.
    public static Administration of(Fleet fleet, Others others) {
        return new Administration(fleet, others);
    }

    /// Begins the workspace.
    ///
    /// @return what the command said
    public List<String> begin() throws IOException, InterruptedException, Unable {
        var people = Files.writeString(fleet.file("people.json"), people());
        var policy = Files.writeString(fleet.file("policy.json"), POLICY);
        var book = Files.writeString(
                fleet.file("book.json"), "{\"entries\": [%s]}%n".formatted(String.join(",\n", others.payees())));
        var genesis = fleet.file("genesis");
        var made = OperatorCommand.run(
                "governance",
                "genesis",
                "--people",
                people.toString(),
                "--policy",
                policy.toString(),
                "--book",
                book.toString(),
                "--out",
                genesis.toString(),
                "--roster",
                fleet.rosterFile().toString());
        if (!made.holds()) throw new Unable(made.text());
        fleet.accept(made.lines().getFirst().replace("workspace ", ""));
        return run("ann", "governance", "begin", genesis.toString());
    }

    /// Ann stops everything.
    ///
    /// @return what the command said
    public List<String> freeze() throws Unable {
        return run("ann", "freeze", "--everything", "--as", "u:ann", "--reason", "the end of a demonstration");
    }

    private List<String> run(String who, String... words) throws Unable {
        var all = new ArrayList<>(List.of(words));
        all.addAll(fleet.as(who));
        all.addAll(List.of("--wait", WAIT_SECONDS));
        var said = OperatorCommand.run(all.toArray(String[]::new));
        if (!said.holds()) throw new Unable(said.text());
        return said.lines();
    }

    /// The administrators have passkeys, which no terminal has, and keys to type by.
    private String people() {
        var administrators =
                Stream.of("ann", "bo").map(name -> """
                    {"id": "u:%s", "human": "h:%s", "name": "%s",
                     "rights": ["initiate", "approve", "freeze", "propose"],
                     "keys": [{"card": "%s"}, %s]}\
                    """.formatted(name, name, name, card(name), passkey(name)));
        var treasurer = """
            {"id": "s:treasurer", "human": "h:tom", "name": "Treasurer", "rights": ["initiate"],
             "keys": [{"card": "%s"}]}\
            """.formatted(card("treasurer"));
        return Stream.concat(Stream.concat(administrators, Stream.of(treasurer)), others.people().stream())
                .collect(Collectors.joining(",\n", "{\"people\": [", "]}\n"));
    }

    private String card(String name) {
        return Card.print(fleet.roster().named(name).orElseThrow()).strip();
    }

    private String passkey(String name) {
        return Optional.ofNullable(others.passkeys().get(name))
                .orElseGet(() -> """
                    {"passkey": {"credential": "%s", "p256": "%s", "relyingParty": "custody.example.org",
                       "origins": ["https://custody.example.org"], "deviceBound": true}}\
                    """.formatted(credential(name), point()));
    }

    private static String credential(String name) {
        return StandardHash.sha256(Bytes.ofUtf8("credential " + name)).bytes().toHex();
    }

    private static String point() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var point = ((ECPublicKey) generator.generateKeyPair().getPublic()).getW();
            return coordinate(point.getAffineX()) + coordinate(point.getAffineY());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK has no p-256", e);
        }
    }

    private static String coordinate(BigInteger number) {
        return HexFormat.of().formatHex(padded(number.toByteArray()));
    }

    private static byte[] padded(byte[] number) {
        var padded = new byte[COORDINATE_BYTES];
        var length = Math.min(number.length, COORDINATE_BYTES);
        System.arraycopy(number, number.length - length, padded, COORDINATE_BYTES - length, length);
        return padded;
    }
}
