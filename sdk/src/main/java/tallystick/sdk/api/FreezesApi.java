package tallystick.sdk.api;

import java.util.Map;
import tallystick.crypto.codec.Bytes;
import tallystick.sdk.Connection;
import tallystick.sdk.ControlRefused;
import tallystick.sdk.ControlUnreachable;

/// Operations of the API on `/v1/freezes`, as control/openapi.json has them. **Threads** any.
public final class FreezesApi {
    private final Connection connection;

    /// Over this connection.
    public FreezesApi(Connection connection) {
        this.connection = connection;
    }

    /// Lists orders to freeze that stand on any node.
    public PageFreezeBody listFreezes() throws ControlRefused, ControlUnreachable {
        return PageFreezeBody.read(connection.ask(
                new Connection.Asked("GET", Target.of("/v1/freezes").text(), Bytes.empty(), Map.of())));
    }

    /// Brings a signed order to freeze to every node, which judges it.
    public FreezeMade createFreeze(NewFreeze body, String idempotencyKey) throws ControlRefused, ControlUnreachable {
        return FreezeMade.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/freezes").text(),
                body.fields().encode(),
                Map.of("Idempotency-Key", idempotencyKey))));
    }

    /// Writes an order to freeze that a passkey then signs.
    public OrderBody createFreezeOrder(NewOrder body, String idempotencyKey) throws ControlRefused, ControlUnreachable {
        return OrderBody.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/freezes/orders").text(),
                body.fields().encode(),
                Map.of("Idempotency-Key", idempotencyKey))));
    }
}
