package tallystick.control.governance;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tallystick.control.access.Caller;
import tallystick.control.access.Requires;
import tallystick.control.access.Scope;
import tallystick.control.answer.Given;
import tallystick.control.answer.Page;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.people.Passkeys;
import tallystick.control.people.Session;
import tallystick.control.relay.Governed;
import tallystick.core.governance.FreezeOrder;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.SignedFreeze;
import tallystick.core.people.PersonId;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceStanding;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SystemEntropy;

/// What is frozen, and orders to freeze, over the API. One person with the right to freeze is enough, and his
/// signature: control can neither freeze nor lift.
@RestController
final class FreezesApi {
    private static final int REASON_CHARACTERS_MAX = 256;
    private static final int SALT_BYTES = 16;
    private static final int ORDER_BYTES_MAX = 4096;

    private final Bringing bringing;
    private final Governed governed;
    private final Passkeys passkeys;
    private final InstantSource clock;

    FreezesApi(Bringing bringing, Governed governed, Passkeys passkeys, InstantSource clock) {
        this.bringing = bringing;
        this.governed = governed;
        this.passkeys = passkeys;
        this.clock = clock;
    }

    /// @param kind workspace, request, vault, initiator or node
    /// @param of which one: an intent's or change's id, a vault's or node's name, a person; nothing of the
    /// workspace
    record ScopeBody(@Nullable String kind, @Nullable String of) {}

    record NewOrder(@Nullable ScopeBody scope, @Nullable String reason) {}

    /// @param order canonical bytes in hex, docs/spec/governance.md GO-11: to be brought back with the assertion
    record OrderBody(String id, String order, String reason, Passkeys.ToSign toSign) {}

    /// @param order as it was written, with the assertion of who ordered it; or a whole signed order in its place
    /// @param freeze a signed order in hex, docs/spec/governance.md GO-11
    record NewFreeze(
            @Nullable String order,
            Passkeys.@Nullable AssertionBody assertion,
            @Nullable String freeze) {}

    record FreezeMade(String id, List<Bringing.Said> nodes) {}

    /// @param scope what is frozen, in words
    /// @param nodes on which it stands
    record FreezeBody(String id, String scope, String by, String reason, Instant at, List<String> nodes) {}

    @GetMapping("/v1/freezes")
    @Requires(value = Scope.POLICIES_READ, says = "Lists orders to freeze that stand on any node.")
    Page<FreezeBody> listFreezes() {
        var found = new TreeMap<Digest32, GovernanceStanding.Frozen>();
        var nodes = new TreeMap<Digest32, List<String>>();
        for (var heard : governed.standings())
            for (var frozen : heard.status().map(GovernanceStanding::freezes).orElse(List.of())) {
                found.put(frozen.order(), frozen);
                nodes.computeIfAbsent(frozen.order(), _ -> new ArrayList<>()).add(heard.node());
            }
        return new Page<>(
                found.values().stream()
                        .map(each -> new FreezeBody(
                                each.order().toString(),
                                each.scope(),
                                each.by(),
                                each.reason(),
                                each.at(),
                                List.copyOf(nodes.getOrDefault(each.order(), List.of()))))
                        .toList(),
                null);
    }

    @PostMapping("/v1/freezes/orders")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(value = Scope.FREEZES_WRITE, says = "Writes an order to freeze that a passkey then signs.")
    OrderBody createFreezeOrder(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @RequestBody NewOrder body) {
        var reason = Given.text("reason", body.reason(), REASON_CHARACTERS_MAX);
        var scope = scope(Given.there("scope", body.scope()));
        var person = passkeys.person(caller);
        var at = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        try {
            var order = new FreezeOrder(
                    governed.view().workspace(), scope, person.id(), reason, at, new SystemEntropy().bytes(SALT_BYTES));
            return new OrderBody(
                    order.id().toString(),
                    order.encode().toHex(),
                    reason,
                    Passkeys.toSign(order.id(), passkeys.of(person)));
        } catch (IllegalArgumentException e) {
            throw Problem.field("reason", "1..256 characters that are safe to look at");
        }
    }

    private static FreezeScope scope(ScopeBody body) {
        var kind = Given.text("scope.kind", body.kind(), 16);
        try {
            return switch (kind) {
                case "workspace" -> new FreezeScope.Workspace();
                case "request" -> new FreezeScope.Request(Digest32.ofHex(Given.text("scope.of", body.of(), 64)));
                case "vault" -> new FreezeScope.Vault(Given.text("scope.of", body.of(), 32));
                case "initiator" -> new FreezeScope.Initiator(new PersonId(Given.text("scope.of", body.of(), 65)));
                case "node" -> new FreezeScope.Node(Given.text("scope.of", body.of(), 32));
                default -> throw Problem.field("scope.kind", "workspace, request, vault, initiator or node");
            };
        } catch (IllegalArgumentException e) {
            throw Problem.field("scope.of", "the name of a " + kind);
        }
    }

    @PostMapping("/v1/freezes")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(value = Scope.FREEZES_WRITE, says = "Brings a signed order to freeze to every node, which judges it.")
    FreezeMade createFreeze(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @RequestBody NewFreeze body,
            HttpServletRequest request) {
        if (body.freeze() != null) Session.requirePasskey(request);
        var freeze = body.freeze() == null ? signed(caller, body) : whole(body);
        return new FreezeMade(freeze.order().id().toString(), bringing.bring(new GovernanceOrder.Freeze(freeze)));
    }

    private static SignedFreeze whole(NewFreeze body) {
        var bytes = Given.hex("freeze", body.freeze(), ORDER_BYTES_MAX);
        if (SignedFreeze.parse(bytes) instanceof Parsed.Ok<SignedFreeze>(var freeze)) return freeze;
        throw Problem.field("freeze", "the canonical bytes of a signed order, in hex");
    }

    private SignedFreeze signed(Caller caller, NewFreeze body) {
        var bytes = Given.hex("order", body.order(), ORDER_BYTES_MAX);
        if (!(Reader.parse(bytes, FreezeOrder::read) instanceof Parsed.Ok<FreezeOrder>(var order)))
            throw Problem.field("order", "the canonical bytes of an order, in hex");
        var signed = passkeys.verify(caller, body.assertion(), order.id());
        if (!signed.person().id().equals(order.by()))
            throw Problem.of(Code.FORBIDDEN, "somebody else is named in the order");
        return new SignedFreeze(order, signed.passkey().id(), signed.proof());
    }
}
