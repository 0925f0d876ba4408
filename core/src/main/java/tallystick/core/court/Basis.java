package tallystick.core.court;

import java.util.List;
import java.util.Optional;
import tallystick.core.policy.judge.Trace;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;

/// What a ruling rests on.
///
/// **Why** two nodes that rule the same on the same have the same basis, and so has an auditor who rules again.
///
/// @param evidence hash of all that was brought
/// @param workspace hash of the genesis
/// @param node where it was ruled
/// @param documents hashes of people, address book, roster and fact keys, in this order
/// @param policySeen what approvers must have seen: the hash of the policies that hold the source
/// @param answers what became of each approval, in words
/// @param facts what became of each fact that was not used, in words
/// @param traced hash of how the judgement came about
/// @param trace how the judgement came about; empty where only its hash is kept
public record Basis(
        Digest32 evidence,
        Digest32 workspace,
        String node,
        List<Digest32> documents,
        Digest32 policySeen,
        List<String> answers,
        List<String> facts,
        Digest32 traced,
        Optional<Trace> trace) {
    /// Copies.
    public Basis {
        documents = List.copyOf(documents);
        answers = List.copyOf(answers);
        facts = List.copyOf(facts);
    }

    /// The same with nothing but the hash of how the judgement came about, which may be as large as a small node's
    /// memory has room for twice.
    public Basis brief() {
        return new Basis(evidence, workspace, node, documents, policySeen, answers, facts, traced, Optional.empty());
    }

    /// A hash over all of it.
    /// @spec docs/spec/court.md#CO-9 court
    public Digest32 digest() {
        var transcript = Transcript.of("tallystick/court/v1/basis")
                .add("evidence", evidence)
                .add("workspace", workspace)
                .add("node", node)
                .add("documents", documents.stream().map(Digest32::bytes).toList())
                .add("policy", policySeen)
                .add("answers", answers.size());
        for (var answer : answers) transcript.add("answer", answer);
        transcript.add("facts", facts.size());
        for (var fact : facts) transcript.add("fact", fact);
        return transcript.add("trace", traced).digest();
    }
}
