package tallystick.control.relay;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.control.access.Requires;
import tallystick.control.access.Scope;
import tallystick.control.answer.Page;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.core.wire.GovernanceStanding;
import tallystick.core.wire.NodeStatus;

/// How nodes are and what they judge by, as they say it themselves, over the API.
@RestController
final class NodesApi {
    private final Nodes nodes;

    NodesApi(Nodes nodes) {
        this.nodes = nodes;
    }

    record NodeKey(String id, int epoch, String tree) {}

    /// @param why why it was not reached; absent if it was
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record NodeHealth(
            String name,
            boolean reached,
            boolean ready,
            @Nullable String software,
            @Nullable String build,
            @Nullable Integer rosterVersion,
            @Nullable Instant clock,
            @Nullable Instant certificateEnds,
            List<String> linked,
            List<String> quarantined,
            List<NodeKey> keys,
            @Nullable String why) {
        static NodeHealth of(Nodes.Heard<NodeStatus> heard) {
            if (heard.status().isEmpty())
                return new NodeHealth(
                        heard.node(),
                        false,
                        false,
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        heard.why());
            var status = heard.status().get();
            return new NodeHealth(
                    heard.node(),
                    true,
                    status.condition().ready(),
                    status.software(),
                    status.condition().build().toString(),
                    status.rosterVersion(),
                    status.condition().clock(),
                    status.condition().certificateEnds(),
                    status.linked(),
                    status.standing().map(each -> each.quarantined()).orElse(List.of()),
                    status.keys().stream()
                            .map(key -> new NodeKey(key.id().toString(), key.epoch(), key.tree()))
                            .toList(),
                    null);
        }
    }

    /// @param kind people, policy, address-book, roster, fact-keys or emergency-policy
    record InForce(String kind, int version, String hash, Instant effectiveFrom) {}

    record Freeze(String order, String scope, String by, String reason, Instant at) {}

    record OpenChange(String id, String by, String proposal, String stands, Instant seenAt) {}

    /// @param workspace hash of the genesis; absent if there is none, and then no policy is in force
    /// @param policy hash of the policy in force
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record NodePolicy(
            String node,
            boolean reached,
            @Nullable String workspace,
            @Nullable String policy,
            List<InForce> inForce,
            int awaited,
            List<Freeze> freezes,
            List<OpenChange> changes,
            @Nullable String why) {
        static NodePolicy of(Nodes.Heard<GovernanceStanding> heard) {
            var none = GovernanceStanding.none();
            var standing = heard.status().orElse(none);
            var workspace = standing.workspace();
            return new NodePolicy(
                    heard.node(),
                    heard.status().isPresent(),
                    workspace.map(Object::toString).orElse(null),
                    workspace.map(_ -> standing.policy().toString()).orElse(null),
                    standing.inForce().stream()
                            .map(each -> new InForce(
                                    each.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                                    each.number(),
                                    each.hash().toString(),
                                    each.effectiveFrom()))
                            .toList(),
                    standing.awaited().size(),
                    standing.freezes().stream()
                            .map(each -> new Freeze(
                                    each.order().toString(), each.scope(), each.by(), each.reason(), each.at()))
                            .toList(),
                    standing.changes().stream()
                            .map(each -> new OpenChange(
                                    each.change().toString(), each.by(), each.proposal(), each.stands(), each.seenAt()))
                            .toList(),
                    heard.status().isPresent() ? null : heard.why());
        }
    }

    /// @param agreed whether all nodes that were reached judge by the same policy
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Policies(boolean agreed, List<NodePolicy> nodes) {}

    @GetMapping("/v1/nodes")
    @Requires(value = Scope.NODES_READ, says = "Shows how every node is, as it says itself now.")
    Page<NodeHealth> listNodes() {
        try {
            return new Page<>(nodes.statuses().stream().map(NodeHealth::of).toList(), null);
        } catch (InterruptedException e) {
            throw stopped();
        }
    }

    @GetMapping("/v1/policies")
    @Requires(
            value = Scope.POLICIES_READ,
            says = "Shows what every node judges by now: the versions of documents, freezes and open changes.")
    Policies getPolicies() {
        try {
            var heard = nodes.standings().stream().map(NodePolicy::of).toList();
            var different = heard.stream()
                    .filter(NodePolicy::reached)
                    .map(each -> Optional.ofNullable(each.policy()))
                    .distinct()
                    .count();
            return new Policies(different <= 1, heard);
        } catch (InterruptedException e) {
            throw stopped();
        }
    }

    private static Problem stopped() {
        Thread.currentThread().interrupt();
        return Problem.of(Code.UNREACHABLE, "control is stopping");
    }
}
