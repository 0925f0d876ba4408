package tallystick.sdk.api;

import java.util.Map;
import tallystick.sdk.Connection;
import tallystick.sdk.ControlRefused;
import tallystick.sdk.ControlUnreachable;

/// Operations of the API on `/v1/payouts`, as control/openapi.json has them. **Threads** any.
public final class PayoutsApi {
    private final Connection connection;

    /// Over this connection.
    public PayoutsApi(Connection connection) {
        this.connection = connection;
    }

    /// Drafts several payments by one address, all or none: each as a withdrawal of its own, or together in one
    /// transaction where the chain has such.
    public PageWithdrawalBody createPayout(NewPayout body, String idempotencyKey)
            throws ControlRefused, ControlUnreachable {
        return PageWithdrawalBody.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/payouts").text(),
                body.fields().encode(),
                Map.of("Idempotency-Key", idempotencyKey))));
    }
}
