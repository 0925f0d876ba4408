package tallystick.core.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Effect;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.safe.SafeAccount;
import tallystick.core.chain.ethereum.safe.SafeTransaction;
import tallystick.core.chain.ethereum.safe.SafeVersion;
import tallystick.core.chain.json.Json;
import tallystick.crypto.codec.Bytes;

/// The file of incidents: real and derived transactions.
public final class Incidents {
    private static final Path FILE =
            Path.of(System.getProperty("tallystick.root", "..")).resolve("vectors/incidents/incidents.json");

    private Incidents() {}

    /// Those of one kind.
    public static List<Json> ofKind(String kind) {
        try {
            return Json.parse(Bytes.copyOf(Files.readAllBytes(FILE))).orThrow().items("vectors").stream()
                    .filter(vector -> text(vector, "kind").equals(kind))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public static Json named(String id) {
        return java.util.stream.Stream.of("safeTx", "safeTxConfirmation", "evmCall")
                .flatMap(kind -> ofKind(kind).stream())
                .filter(vector -> text(vector, "id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    public static String text(Json json, String name) {
        return switch (json.member(name).orElseThrow()) {
            case Json.Text(var _, var value) -> value;
            case Json.Numeral(var _, var digits) -> digits;
            default -> throw new IllegalArgumentException("no text " + name);
        };
    }

    public static Bytes hex(Json json, String name) {
        return json.member(name).orElseThrow() instanceof Json.Text(var _, var value)
                ? Bytes.ofHex(value.substring(2))
                : Bytes.empty();
    }

    public static Address address(Json json, String name) {
        return Address.parse(text(json, name)).orElseThrow();
    }

    public static BigInteger number(Json json, String name) {
        return new BigInteger(text(json, name));
    }

    public static ChainId chain(Json vector) {
        return new ChainId("eip155", text(vector, "chainId"));
    }

    public static SafeAccount safe(Json vector) {
        return new SafeAccount(
                number(vector, "chainId"),
                address(vector, "safe"),
                SafeVersion.parse(text(vector, "safeVersion")).orElseThrow());
    }

    public static SafeTransaction transaction(Json vector) {
        var tx = vector.member("tx").orElseThrow();
        return new SafeTransaction(
                address(tx, "to"),
                number(tx, "value"),
                hex(tx, "data"),
                number(tx, "operation").signum() == 0 ? Effect.Operation.CALL : Effect.Operation.DELEGATECALL,
                number(tx, "safeTxGas"),
                number(tx, "baseGas"),
                number(tx, "gasPrice"),
                address(tx, "gasToken"),
                address(tx, "refundReceiver"),
                number(tx, "nonce"));
    }
}
