package tallystick.control.webhooks;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tallystick.control.access.Caller;
import tallystick.control.access.Requires;
import tallystick.control.access.Scope;
import tallystick.control.answer.Given;
import tallystick.control.answer.Page;
import tallystick.control.answer.Problem;
import tallystick.control.events.EventKinds;
import tallystick.control.outside.Destinations;

/// Webhooks over the API.
@RestController
final class WebhooksApi {
    private static final int URL_CHARACTERS_MAX = 500;
    private static final int KINDS_MAX = 32;

    private final Webhooks webhooks;
    private final WebhookKeys keys;
    private final Destinations destinations;

    WebhooksApi(Webhooks webhooks, WebhookKeys keys, Destinations destinations) {
        this.webhooks = webhooks;
        this.keys = keys;
        this.destinations = destinations;
    }

    /// @param kinds which events, such as `withdrawal.moved`; all if absent
    record NewWebhook(@Nullable String url, @Nullable List<String> kinds) {}

    record WebhookBody(UUID id, String url, List<String> kinds, Instant createdAt) {
        static WebhookBody of(Webhooks.Webhook webhook) {
            return new WebhookBody(webhook.id(), webhook.url(), webhook.kinds(), webhook.createdAt());
        }
    }

    /// @param event its number
    /// @param state DUE, DELIVERED or GIVEN_UP
    /// @param status that was answered last; 0 if nothing was
    record DeliveryBody(
            UUID id,
            long event,
            String state,
            int attempts,
            int status,
            String error,
            Instant dueAt,
            Instant updatedAt) {
        static DeliveryBody of(Webhooks.Delivery delivery) {
            return new DeliveryBody(
                    delivery.id(),
                    delivery.event(),
                    delivery.state(),
                    delivery.attempts(),
                    delivery.status(),
                    delivery.error(),
                    delivery.dueAt(),
                    delivery.updatedAt());
        }
    }

    /// A public key as in RFC 8037.
    record PublicKeyBody(String kty, String crv, String kid, String use, String x) {
        static PublicKeyBody of(WebhookKeys.Public key) {
            var x = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(key.key().toArray());
            return new PublicKeyBody("OKP", "Ed25519", key.kid(), "sig", x);
        }
    }

    record KeySet(List<PublicKeyBody> keys) {}

    @PostMapping("/v1/webhooks")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(value = Scope.WEBHOOKS_WRITE, says = "Has events from now on brought to a URL, signed.")
    WebhookBody createWebhook(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @RequestBody NewWebhook body) {
        var url = Given.text("url", body.url(), URL_CHARACTERS_MAX);
        var kinds = Given.list("kinds", body.kinds(), KINDS_MAX);
        if (!EventKinds.ALL.containsAll(kinds)) throw Problem.field("kinds", "some of " + EventKinds.ALL);
        try {
            destinations.find(url);
        } catch (Destinations.Barred e) {
            throw Problem.field("url", "an https url of a host that everybody reaches, not " + e.getMessage());
        }
        return WebhookBody.of(webhooks.add(caller.workspace(), url, kinds));
    }

    @GetMapping("/v1/webhooks")
    @Requires(value = Scope.WEBHOOKS_READ, says = "Lists webhooks.")
    Page<WebhookBody> listWebhooks(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
        return new Page<>(
                webhooks.list(caller.workspace()).stream().map(WebhookBody::of).toList(), null);
    }

    @DeleteMapping("/v1/webhooks/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Requires(value = Scope.WEBHOOKS_WRITE, says = "Removes a webhook.")
    void removeWebhook(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id) {
        webhooks.remove(caller.workspace(), Given.id("id", id));
    }

    @GetMapping("/v1/webhooks/{id}/deliveries")
    @Requires(value = Scope.WEBHOOKS_READ, says = "Lists what was brought to a webhook, the latest event first.")
    Page<DeliveryBody> listDeliveries(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        var asked = Page.asked(cursor, limit);
        var webhook = webhooks.one(caller.workspace(), Given.id("id", id));
        var before = asked.after().map(each -> number("cursor", each)).orElse(Long.MAX_VALUE);
        var rows = webhooks.deliveries(webhook.id(), before, asked.rows()).stream()
                .map(DeliveryBody::of)
                .toList();
        return Page.of(rows, asked, each -> Long.toString(each.event()));
    }

    @PostMapping("/v1/webhooks/{id}/deliveries/{event}/resend")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Requires(value = Scope.WEBHOOKS_WRITE, says = "Brings an event again, under the same name.")
    DeliveryBody resendDelivery(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id, @PathVariable String event) {
        var webhook = webhooks.one(caller.workspace(), Given.id("id", id));
        return DeliveryBody.of(webhooks.again(webhook.id(), number("event", event)));
    }

    @PostMapping("/v1/webhooks/keys")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(
            value = Scope.WEBHOOKS_WRITE,
            says = "Makes another key that signs events from now on; the one before is published for an hour more.")
    PublicKeyBody changeWebhookKey() {
        return PublicKeyBody.of(keys.change());
    }

    /// Anybody may have the public keys.
    @GetMapping("/.well-known/tallystick-webhook-keys.json")
    KeySet getWebhookKeys() {
        return new KeySet(keys.all().stream().map(PublicKeyBody::of).toList());
    }

    private static long number(String field, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Problem.field(field, "the number of an event");
        }
    }
}
