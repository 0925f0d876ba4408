package tallystick.core.policy.json;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import tallystick.core.people.AuthStrength;
import tallystick.core.policy.ApprovalTerm;
import tallystick.core.policy.Delay;
import tallystick.core.policy.Demands;
import tallystick.core.policy.Limit;
import tallystick.core.policy.NamedList;
import tallystick.core.policy.Policy;
import tallystick.core.policy.PolicyHash;
import tallystick.core.policy.Rule;
import tallystick.core.policy.Scope;
import tallystick.core.policy.Signers;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;

/// The one text of a policy, and the hash that names it.
///
/// **Why** of what was understood and not of what was written: white space, the order of a set and a default that is
/// spelled out do not make another policy, and a reader that understands more or less than another gets another hash.
///
/// **Form** RFC 8785: members in the order of their names, no white space. What has its default is left out, sets are
/// in their natural order, rules in the document's.
public final class PolicyText {
    private PolicyText() {}

    /// The canonical text, signatures included.
    /// @spec docs/spec/policy.md#PO-14 policy
    public static Bytes canonical(Policy policy) {
        return Bytes.ofUtf8(document(policy).toString());
    }

    /// The hash of the canonical text without the signatures.
    /// @spec docs/spec/policy.md#PO-14 policy
    public static PolicyHash hash(Policy policy) {
        return new PolicyHash(StandardHash.sha256(canonical(policy.unsigned())));
    }

    private static Canonical document(Policy policy) {
        var groups = new TreeMap<String, Canonical>();
        policy.groups()
                .forEach((name, members) -> groups.put(
                        name,
                        new Canonical()
                                .list(
                                        "members",
                                        members.stream().map(Object::toString).toList())));
        var lists = new TreeMap<String, Canonical>();
        policy.lists().forEach((name, list) -> lists.put(name, list(list)));
        var calendars = new TreeMap<String, Canonical>();
        policy.calendars().forEach((name, days) -> calendars.put(name, new Canonical().texts("holidays", days)));
        var document = new Canonical()
                .put("schema", PolicyFile.SCHEMA)
                .put("id", policy.id())
                .put("version", policy.version())
                .text("parent", policy.parent())
                .put("scope", scope(policy.scope()))
                .put("effectiveFrom", policy.effectiveFrom().toString())
                .object("groups", groups)
                .object("lists", lists)
                .object("calendars", calendars)
                .list("rules", policy.rules().stream().map(PolicyText::rule).toList())
                .objects(
                        "signatures",
                        policy.signatures().stream()
                                .map(each -> new Canonical()
                                        .put("by", each.by().name())
                                        .put("alg", each.algorithm())
                                        .put("sig", each.signature().toHex()))
                                .toList());
        return policy.admission() == Policy.Admission.OWN
                ? document
                : document.put("admission", policy.admission().name());
    }

    private static Canonical scope(Scope scope) {
        return new Canonical()
                .put("org", scope.org())
                .text("workspace", scope.workspace())
                .text("vault", scope.vault())
                .text("wallet", scope.wallet());
    }

    private static Canonical list(NamedList list) {
        return switch (list) {
            case NamedList.AddressBook(var ageMin, var tags) -> {
                var to = new Canonical().put("kind", "addressBook").texts("tags", tags);
                yield ageMin.isZero() ? to : to.put("minAgeHours", ageMin.toHours());
            }
            case NamedList.Addresses(var items) ->
                new Canonical()
                        .put("kind", "address")
                        .list("items", items.stream().map(Ids::text).sorted().toList());
            case NamedList.Assets(var items, var assetClass) ->
                new Canonical()
                        .put("kind", "asset")
                        .text("class", assetClass)
                        .list("items", items.stream().map(Ids::text).sorted().toList());
        };
    }

    private static Canonical rule(Rule rule) {
        var match = new Canonical();
        for (var criterion : rule.criteria()) MatchText.write(match, criterion);
        var to = new Canonical()
                .put("id", rule.id())
                .put("effect", rule.effect().name())
                .texts("activity", rule.activities().isEmpty() ? List.of("*") : rule.activities())
                .text("when", rule.when());
        if (!match.isEmpty()) to.put("match", match);
        demands(to, rule.demands());
        rule.limit().ifPresent(limit -> to.put("limit", limit(limit)));
        return to;
    }

    private static void demands(Canonical to, Demands demands) {
        to.objects(
                        "approvals",
                        demands.approvals().stream().map(PolicyText::approval).toList())
                .text("expiresIn", demands.expiresIn())
                .texts("require", demands.facts());
        if (!demands.signers().equals(Signers.any())) {
            var signers = new Canonical().texts("mustInclude", demands.signers().mustInclude());
            if (demands.signers().minWeight() > 0)
                signers.put("minWeight", demands.signers().minWeight());
            to.put("signers", signers);
        }
        if (!demands.delay().equals(Delay.none()))
            to.put(
                    "delay",
                    new Canonical()
                            .put("min", demands.delay().min().toString())
                            .texts("cancelBy", demands.delay().cancelBy()));
    }

    private static Canonical approval(ApprovalTerm term) {
        var to = new Canonical().put("group", term.group()).put("min", term.min());
        if (!term.isInitiatorExcluded()) to.put("excludeInitiator", false);
        if (term.strength() != AuthStrength.PASSKEY)
            to.put("authStrength", term.strength().name());
        if (term.order() > 1) to.put("order", term.order());
        return to;
    }

    private static Canonical limit(Limit limit) {
        var to = new Canonical()
                .put("max", limit.max().toPlainString())
                .put("window", window(limit.window()))
                .texts(
                        "per",
                        limit.per().stream()
                                .map(per -> per.name().toLowerCase(Locale.ROOT))
                                .toList());
        switch (limit.measure()) {
            case Limit.Measure.Fiat(var currency, var ageMax) ->
                to.put("measure", "FIAT:" + currency).text("priceAgeMax", ageMax);
            case Limit.Measure.Count _ -> to.put("measure", "COUNT");
            case Limit.Measure.BaseUnits _ -> to.put("measure", "ASSET");
        }
        limit.onExceed().ifPresent(demands -> {
            var exceeded = new Canonical().put("effect", "REQUIRE");
            demands(exceeded, demands);
            to.put("onExceed", exceeded);
        });
        limit.freeze()
                .ifPresent(freeze ->
                        to.put("onExceed", new Canonical().put("effect", "DENY").put("freeze", freeze.name())));
        return to;
    }

    private static Canonical window(Limit.Window window) {
        return switch (window) {
            case Limit.Window.Rolling(var length) ->
                new Canonical().put("type", "ROLLING").put("length", length.toString());
            case Limit.Window.Calendar(var zone, var unit) ->
                new Canonical().put("type", "CALENDAR").put("tz", zone.getId()).put("unit", unit.name());
            case Limit.Window.Lifetime _ -> new Canonical().put("type", "LIFETIME");
        };
    }
}
