package tallystick.core.policy.analyze;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tallystick.core.policy.Policy;

/// What there is to remark about a policy, the worst first.
///
/// **Why** a rule that never decides is believed in all the same. What is said to be never so is proven, for every
/// matter and all circumstances; what cannot be proven is not said.
///
/// **Threads** pure.
///
/// @param remarks by severity, then in the order of the document
public record Analysis(List<Remark> remarks) {
    /// Copies.
    public Analysis {
        remarks =
                remarks.stream().sorted(Comparator.comparing(Remark::severity)).toList();
    }

    /// Looks at one version by itself.
    /// @spec docs/spec/policy-review.md#PV-3 policy-review
    public static Analysis of(Policy policy) {
        var document = new Document(policy);
        var found = new ArrayList<Remark>();
        var idle = new Idle(document);
        found.addAll(idle.remarks());
        var allows = Reach.allows(document, idle.rules());
        for (var i = 0; i < policy.rules().size(); i++) {
            found.addAll(Quorums.remarks(document, i));
            found.addAll(Gaps.remarks(document, i));
            found.addAll(Unasked.remarks(document, i));
            if (!idle.rules().contains(document.rule(i).id())) found.addAll(Reach.remarks(document, i, allows));
        }
        found.addAll(Reach.remarks(document, allows));
        found.addAll(idle.unapproved());
        found.addAll(Changes.remarks(document));
        return new Analysis(found);
    }

    /// Compares with the version before: everything that is not proven to tighten, with the amounts that grow.
    /// @spec docs/spec/policy-review.md#PV-4 policy-review
    public static Analysis between(Policy before, Policy after) {
        return new Analysis(Exposure.remarks(before, after));
    }

    /// Those of one severity.
    public List<Remark> of(Remark.Severity severity) {
        return remarks.stream().filter(each -> each.severity() == severity).toList();
    }
}
