package tallystick.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// G5: what the build fetches is named exactly, so that nobody else can decide what comes. That a native library is the
/// one that was built for us is `NativeLibraryTest`'s.
class G5PinnedTest {
    private static final Pattern VERSION = Pattern.compile("<[\\w.-]*version>([^<]*)</");
    private static final Pattern EXACT = Pattern.compile("\\$\\{[\\w.-]+}|\\d[\\w.-]*");
    private static final Pattern OF_THE_JDK =
            Pattern.compile("(?s)<goal>select-jdk-toolchain</goal>.*?</configuration>");
    private static final Pattern PACKAGE = Pattern.compile("(?ms)^    \"(node_modules/[^\"]+)\": \\{$(.*?)^    }");
    private static final Pattern SUM = Pattern.compile("(?m)^distributionSha256Sum=[0-9a-f]{64}$");

    /// Versions of a build file that could become another's choice; its own may be in the making.
    private static List<String> loose(String pom) {
        var found = new ArrayList<String>();
        VERSION.matcher(OF_THE_JDK.matcher(pom).replaceAll("")).results().forEach(each -> {
            var version = each.group(1).strip();
            var ours = version.equals("0.1.0-SNAPSHOT");
            if (!ours && (!EXACT.matcher(version).matches() || version.endsWith("-SNAPSHOT"))) found.add(version);
        });
        return found;
    }

    /// Packages of a lock file without the hash of what is fetched.
    private static List<String> withoutHash(String lock) {
        return PACKAGE.matcher(lock)
                .results()
                .filter(each -> !each.group(2).contains("\"integrity\": \"sha512-")
                        && !each.group(2).contains("\"link\": true"))
                .map(each -> each.group(1))
                .toList();
    }

    @Test
    void versions_ofEveryBuildFile_areExact() {
        var poms = Repository.files("pom.xml");
        assertThat(poms).hasSizeGreaterThan(10);
        for (var pom : poms)
            assertThat(loose(Repository.text(pom))).as("%s", pom).isEmpty();
    }

    @Test
    void packagesOfThePages_areNamedByTheirHash() {
        var locks = Repository.files("package-lock.json");
        assertThat(locks).hasSize(3);
        for (var lock : locks) {
            var text = Repository.text(lock);
            assertThat(PACKAGE.matcher(text).results().count()).as("%s", lock).isPositive();
            assertThat(withoutHash(text)).as("%s", lock).isEmpty();
        }
    }

    @Test
    void mavenItself_isNamedByItsHash() {
        var wrapper = Repository.text(Repository.root().resolve(".mvn/wrapper/maven-wrapper.properties"));
        assertThat(SUM.matcher(wrapper).find()).isTrue();
        assertThat(SUM.matcher(wrapper.replace("distributionSha256Sum", "sum")).find())
                .isFalse();
    }

    @Test
    void whatSomebodyElseCouldChoose_isFound() {
        for (var version : List.of("[1.0,2.0)", "LATEST", "RELEASE", "1.2-SNAPSHOT", "1.+", ""))
            assertThat(loose("<dependency><version>%s</version></dependency>".formatted(version)))
                    .containsExactly(version);
        assertThat(loose("<a.version>(,2]</a.version><version>1.2.3</version><version>${a.version}</version>"))
                .containsExactly("(,2]");
        var toolchain = "<goal>select-jdk-toolchain</goal><version>[25,26)</version></configuration>";
        assertThat(loose(toolchain + "<version>0.1.0-SNAPSHOT</version>")).isEmpty();
        assertThat(loose("<version>[25,26)</version>" + toolchain)).containsExactly("[25,26)");
        var lock = "    \"node_modules/%s\": {\n      \"version\": \"1.0.0\",\n      %s\n    }\n";
        var good = lock.formatted("good", "\"integrity\": \"sha512-AAAA\"");
        assertThat(withoutHash(good + lock.formatted("bad", "\"license\": \"MIT\"")))
                .containsExactly("node_modules/bad");
        assertThat(withoutHash(good + lock.formatted("old", "\"integrity\": \"sha1-AAAA\"")))
                .containsExactly("node_modules/old");
    }
}
