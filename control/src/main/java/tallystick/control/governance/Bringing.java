package tallystick.control.governance;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.relay.Nodes;
import tallystick.core.governance.SignedChange;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.crypto.hash.Digest32;

/// What people signed, brought to every node, and what each said to it.
@Component
class Bringing {
    private final Nodes nodes;
    private final ChangeCheck check;

    Bringing(Nodes nodes, ChangeCheck check) {
        this.nodes = nodes;
        this.check = check;
    }

    /// @param followed whether the node has it on its disk
    /// @param words the node's own, a lower-case phrase
    record Said(String node, boolean followed, String words) {}

    List<Said> bring(GovernanceOrder order) {
        return ask(order).stream().map(Bringing::said).toList();
    }

    private List<Nodes.Heard<GovernanceReply>> ask(GovernanceOrder order) {
        try {
            return nodes.governance(order);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(Code.UNREACHABLE, "control is stopping");
        }
    }

    private static Said said(Nodes.Heard<GovernanceReply> heard) {
        if (heard.status().isEmpty()) return new Said(heard.node(), false, heard.why());
        return switch (heard.status().get()) {
            case GovernanceReply.Followed(var _, var how) -> new Said(heard.node(), !how.startsWith("over: "), how);
            case GovernanceReply.Refused(var why) -> new Said(heard.node(), false, why);
            default -> new Said(heard.node(), false, "answered something else than was asked");
        };
    }

    /// A change with the answers to it that nodes have, as far as they are their keys'.
    ///
    /// @throws Problem if none knows it
    SignedChange change(Digest32 id) {
        var told = ask(new GovernanceOrder.Fetch(id)).stream()
                .flatMap(heard -> heard.status().stream())
                .flatMap(reply -> reply instanceof GovernanceReply.Fetched(var change)
                                && change.change().id().equals(id)
                        ? Stream.of(change)
                        : Stream.empty())
                .toList();
        if (told.isEmpty()) throw Problem.absent("change that a node knows");
        return check.together(told);
    }
}
