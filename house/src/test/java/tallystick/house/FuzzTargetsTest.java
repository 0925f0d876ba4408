package tallystick.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Every parser of strangers' bytes is fuzzed: a fuzz target names it, or names the parser through which alone it is
/// reached.
class FuzzTargetsTest {
    private static final String ETHEREUM = "Ethereum";
    private static final String MESSAGES = "MessageFuzzTest";

    /// Parsers no target names, and the word in a target that stands for the way to them.
    private static final Map<String, String> THROUGH = new TreeMap<>(Map.ofEntries(
            Map.entry("GroupKeyForm.parse", "GroupKey::parse|GroupKey.parse"),
            Map.entry("QuorumText.parse", "QuorumTree.parse"),
            Map.entry("SealedShareForm.parse", "KeptShare.parse"),
            Map.entry("AgreementMessage.parse", MESSAGES),
            Map.entry("CeremonyMessage.parse", MESSAGES),
            Map.entry("FrostMessage.parse", MESSAGES),
            Map.entry("PairSetupMessage.parse", MESSAGES),
            Map.entry("PoolMessage.parse", MESSAGES),
            Map.entry("SetupMessage.parse", MESSAGES),
            Map.entry("SigningMessage.parse", MESSAGES),
            Map.entry("Lines.parse", "SignedNote::parse"),
            Map.entry("AbiFile.read", "AbiFile.parse|AbiFile::parse"),
            Map.entry("BundleFormat.parse", "Bundle.parse"),
            Map.entry("Bundle.of", "Bundle.parse"),
            Map.entry("AbiType.parse", "FunctionSignature::parse"),
            Map.entry("TypeReader.parse", "FunctionSignature::parse"),
            Map.entry("TypeReader.signature", "FunctionSignature::parse"),
            Map.entry("RlpCursor.parse", "Rlp.parse"),
            Map.entry("AccessListTransaction.parse", ETHEREUM),
            Map.entry("Authorization.parse", ETHEREUM),
            Map.entry("Envelope.parse", ETHEREUM),
            Map.entry("FeeMarketTransaction.parse", ETHEREUM),
            Map.entry("LegacyTransaction.parse", ETHEREUM),
            Map.entry("SetCodeTransaction.parse", ETHEREUM),
            Map.entry("PersonalMessage.parse", ETHEREUM),
            Map.entry("RawDigest.parse", ETHEREUM),
            Map.entry("SignIn.parse", ETHEREUM),
            Map.entry("TypedMessage.parse", ETHEREUM)));

    /// `Owner.method` of every parser others can call.
    private static List<String> parsers(List<Source> sources) {
        var found = new TreeSet<String>();
        for (var source : sources)
            for (var method : source.methods())
                if (source.isMain() && method.shared() && method.returns().startsWith("Parsed<"))
                    found.add(method.owner().substring(method.owner().lastIndexOf('.') + 1) + "." + method.name());
        return List.copyOf(found);
    }

    private static String targets(List<Source> sources) {
        var all = new StringBuilder();
        for (var source : sources)
            if (!source.isMain()
                    && source.methods().stream()
                            .anyMatch(each -> each.annotations().contains("FuzzTest"))) all.append(source.text());
        return all.toString();
    }

    private static List<String> unfuzzed(List<Source> sources, Map<String, String> through) {
        var targets = targets(sources);
        var missing = new ArrayList<String>();
        for (var parser : parsers(sources)) {
            var way = through.getOrDefault(parser, parser.replace(".", "(\\.|::)"));
            if (!Pattern.compile("\\b(" + way + ")\\b").matcher(targets).find()) missing.add(parser);
        }
        return missing;
    }

    @Test
    void everyParser_isReachedByAFuzzTarget() {
        assertThat(parsers(Repository.sources())).hasSizeGreaterThan(80);
        assertThat(unfuzzed(Repository.sources(), THROUGH)).isEmpty();
    }

    @Test
    void everyParserReachedThroughAnother_isThere() {
        assertThat(parsers(Repository.sources())).containsAll(THROUGH.keySet());
    }

    @Test
    void parserWithoutATarget_isFound() {
        var parser = Source.of(
                "crypto/src/main/java/tallystick/crypto/One.java",
                "package tallystick.crypto; class One { static Parsed<One> parse(Bytes bytes) { return null; } }");
        var target = Source.of(
                "crypto/src/test/java/tallystick/crypto/OneFuzzTest.java",
                "package tallystick.crypto; class OneFuzzTest { @FuzzTest void any(byte[] b) { One.parse(b); } }");
        assertThat(unfuzzed(List.of(parser), Map.of())).containsExactly("One.parse");
        assertThat(unfuzzed(List.of(parser, target), Map.of())).isEmpty();
        assertThat(unfuzzed(List.of(parser, target), Map.of("One.parse", "Other")))
                .containsExactly("One.parse");
    }
}
