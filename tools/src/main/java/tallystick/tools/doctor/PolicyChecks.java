package tallystick.tools.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tallystick.core.wire.GovernanceStanding;

/// By what each node judges, and whether all judge by the same.
///
/// **Why** a node without a genesis signs for whoever its roster calls an initiator: nobody is to find that out from a
/// signature.
final class PolicyChecks {
    private static final String CHECK = "policy";
    private static final int DIGITS = 16;
    private static final int UNHEARD_MAX = 16;
    private static final String HEARD =
            "give him the right APPROVE, or name somebody else in that group: ./tallystick governance propose";

    private PolicyChecks() {}

    /// Of those that say so.
    static List<Finding> of(List<Visit.Answered> answered) {
        var findings = new ArrayList<Finding>();
        var policies = new TreeMap<String, List<String>>();
        for (var visit : answered)
            visit.said().governance().ifPresent(standing -> {
                var name = visit.node().name();
                findings.add(of(name, standing));
                policies.computeIfAbsent(policy(standing), _ -> new ArrayList<>())
                        .add(name);
            });
        if (policies.size() > 1) findings.add(different(policies));
        findings.addAll(unheard(answered.stream()
                .flatMap(visit -> visit.said().unheard().stream())
                .distinct()
                .toList()));
        return findings;
    }

    /// Whose no would count for nothing: of many some.
    static List<Finding> unheard(List<String> remarks) {
        var findings = new ArrayList<Finding>();
        for (var remark : remarks.subList(0, Math.min(remarks.size(), UNHEARD_MAX)))
            findings.add(Finding.warn("all", CHECK, remark, HEARD));
        if (remarks.size() > UNHEARD_MAX)
            findings.add(Finding.warn(
                    "all",
                    CHECK,
                    "%d more who may cancel by cancelBy in vain".formatted(remarks.size() - UNHEARD_MAX),
                    HEARD));
        return findings;
    }

    private static Finding of(String name, GovernanceStanding standing) {
        if (standing.workspace().isEmpty())
            return Finding.warn(
                    name,
                    CHECK,
                    "no policy in force: it signs what the initiators of its roster ask for",
                    "./tallystick governance genesis begins with a policy");
        if (!standing.awaited().isEmpty())
            return Finding.fail(
                    name,
                    CHECK,
                    "lacks %d documents that are to be in force, and signs nothing"
                            .formatted(standing.awaited().size()),
                    "see that it is linked to the others, which bring it what it lacks");
        return Finding.ok(name, CHECK, "judges by " + policy(standing));
    }

    private static Finding different(Map<String, List<String>> policies) {
        var what = policies.entrySet().stream()
                .map(each -> "%s: %s".formatted(each.getKey(), String.join(", ", each.getValue())))
                .collect(Collectors.joining("; "));
        return Finding.fail(
                "all",
                CHECK,
                "nodes judge by different policies and do not sign together: " + what,
                "./tallystick governance status shows what each awaits");
    }

    private static String policy(GovernanceStanding standing) {
        return standing.workspace().isEmpty()
                ? "none"
                : "sha256:" + standing.policy().toString().substring(0, DIGITS);
    }
}
