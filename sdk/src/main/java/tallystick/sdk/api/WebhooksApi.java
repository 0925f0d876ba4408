package tallystick.sdk.api;

import java.util.Map;
import tallystick.crypto.codec.Bytes;
import tallystick.sdk.Connection;
import tallystick.sdk.ControlRefused;
import tallystick.sdk.ControlUnreachable;

/// Operations of the API on `/v1/webhooks`, as control/openapi.json has them. **Threads** any.
public final class WebhooksApi {
    private final Connection connection;

    /// Over this connection.
    public WebhooksApi(Connection connection) {
        this.connection = connection;
    }

    /// Lists webhooks.
    public PageWebhookBody listWebhooks() throws ControlRefused, ControlUnreachable {
        return PageWebhookBody.read(connection.ask(
                new Connection.Asked("GET", Target.of("/v1/webhooks").text(), Bytes.empty(), Map.of())));
    }

    /// Has events from now on brought to a URL, signed.
    public WebhookBody createWebhook(NewWebhook body, String idempotencyKey) throws ControlRefused, ControlUnreachable {
        return WebhookBody.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/webhooks").text(),
                body.fields().encode(),
                Map.of("Idempotency-Key", idempotencyKey))));
    }

    /// Makes another key that signs events from now on; the one before is published for an hour more.
    public PublicKeyBody changeWebhookKey(String idempotencyKey) throws ControlRefused, ControlUnreachable {
        return PublicKeyBody.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/webhooks/keys").text(),
                Bytes.empty(),
                Map.of("Idempotency-Key", idempotencyKey))));
    }

    /// Removes a webhook.
    public void removeWebhook(String id) throws ControlRefused, ControlUnreachable {
        var _ = connection.ask(
                new Connection.Asked("DELETE", Target.of("/v1/webhooks/", id).text(), Bytes.empty(), Map.of()));
    }

    /// Lists what was brought to a webhook, the latest event first.
    public PageDeliveryBody listDeliveries(String id, ListDeliveriesQuery query)
            throws ControlRefused, ControlUnreachable {
        return PageDeliveryBody.read(connection.ask(new Connection.Asked(
                "GET",
                Target.of("/v1/webhooks/", id, "/deliveries")
                        .with(query.values())
                        .text(),
                Bytes.empty(),
                Map.of())));
    }

    /// Brings an event again, under the same name.
    public DeliveryBody resendDelivery(String event, String id, String idempotencyKey)
            throws ControlRefused, ControlUnreachable {
        return DeliveryBody.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/webhooks/", id, "/deliveries/", event, "/resend").text(),
                Bytes.empty(),
                Map.of("Idempotency-Key", idempotencyKey))));
    }
}
