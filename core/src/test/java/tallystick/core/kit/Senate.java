package tallystick.core.kit;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import tallystick.core.approval.SeenCount;
import tallystick.core.governance.Change;
import tallystick.core.governance.ChangeRule;
import tallystick.core.governance.Council;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Freezes;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Ruling;
import tallystick.core.governance.SignedChange;
import tallystick.core.people.Directory;
import tallystick.core.people.Person;
import tallystick.core.policy.Policy;
import tallystick.core.policy.change.ChangeTerms;
import tallystick.core.policy.change.GovernedPolicies;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.crypto.codec.Bytes;

/// A council that rules by a real policy, as a node does: what is asked is what the policy asks.
public record Senate(Policy policy, Document peopleInForce, Freezes freezes) {
    private static final Instant NOW = Statutes.NOW;

    /// These people by these rules; everybody from Ann to Eli is in the group `exec`.
    public static Senate of(String rules, Directory people) {
        return of(policy(1, rules, ""), people);
    }

    public static Senate of(Policy policy, Directory people) {
        return new Senate(
                policy,
                new Document(
                        DocumentKind.PEOPLE,
                        people.version(),
                        people.version() == 1 ? Optional.empty() : Optional.of(Ballots.digest("people before")),
                        NOW.minusSeconds(3600),
                        people.encode()),
                Freezes.none());
    }

    public Senate with(Freezes frozen) {
        return new Senate(policy, peopleInForce, frozen);
    }

    /// A policy of these rules, with more groups if they are given with a comma before.
    public static Policy policy(int version, String rules, String groups) {
        return PolicyFile.parse(Bytes.ofUtf8("{\"schema\":\"tallystick.policy/v1\",\"id\":\"p\",\"version\":" + version
                        + ",\"scope\":{\"org\":\"acme\"},\"effectiveFrom\":\"2026-01-01T00:00:00Z\","
                        + "\"groups\":{\"exec\":"
                        + "{\"members\":[\"u:ann\",\"u:bo\",\"u:cy\",\"u:dee\",\"u:eli\"]}" + groups + "},\"rules\":["
                        + rules + "]}"))
                .orThrow();
    }

    /// A rule that asks for approvals of some activities.
    public static String require(String id, String activities, String term) {
        return "{\"id\":\"%s\",\"effect\":\"REQUIRE\",\"activity\":[%s],\"approvals\":[{%s}]}"
                .formatted(id, activities, term);
    }

    /// The next version of the people, with some suspended.
    public static Directory suspended(Directory people, String... names) {
        var changed = people;
        for (var name : names)
            changed = Crowd.with(changed, Crowd.find(changed, name).with(Person.Status.SUSPENDED));
        return new Directory(people.version() + 1, changed.people());
    }

    public Directory people() {
        return Directory.parse(peopleInForce.content()).orThrow();
    }

    private Document policyInForce(DocumentKind kind) {
        return new Document(kind, 1, Optional.empty(), NOW.minusSeconds(3600), PolicyText.canonical(policy));
    }

    public Map<DocumentKind, Document> inForce() {
        var documents = new EnumMap<DocumentKind, Document>(DocumentKind.class);
        documents.put(DocumentKind.PEOPLE, peopleInForce);
        documents.put(DocumentKind.POLICY, policyInForce(DocumentKind.POLICY));
        documents.put(DocumentKind.EMERGENCY_POLICY, policyInForce(DocumentKind.EMERGENCY_POLICY));
        documents.put(DocumentKind.ROSTER, Statutes.inForce(DocumentKind.ROSTER));
        return documents;
    }

    public Council council() {
        return new Council(Statutes.WORKSPACE, people(), Ballots.POLICY, inForce(), freezes);
    }

    /// To other people from a moment on.
    public Change toPeople(Directory next, Instant from, String by) {
        return Statutes.change(new Proposal.NewDocument(peopleInForce.next(next.encode(), from)), by);
    }

    /// To another policy, of the next number, from a moment on.
    public Change toPolicy(Policy next, Instant from, String by) {
        return Statutes.change(
                new Proposal.NewDocument(policyInForce(DocumentKind.POLICY).next(PolicyText.canonical(next), from)),
                by);
    }

    /// What it needs; empty if the policy denies it.
    public Optional<ChangeRule> asked(SignedChange signed, Instant now) {
        var least = council().least(signed.change(), new GovernedPolicies(), now);
        return ChangeTerms.of(policy, people(), signed, least, NOW, now);
    }

    /// What a node says to a change that it saw at [Statutes#NOW].
    public Ruling rule(SignedChange signed, Instant now) {
        var occasion = new Council.Occasion(
                asked(signed, now).orElseThrow(), new GovernedPolicies(), SeenCount.Store.empty(), NOW, now);
        return council().rule(signed, occasion);
    }
}
