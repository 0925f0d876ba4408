package tallystick.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Every rule of [Tidy] is shown a file that must not pass, and where it is easy to be too strict, one that must.
class TidyRulesTest {
    private static final String PATH = "mpc/src/main/java/A.java";

    private static Source source(String text) {
        return Source.of(PATH, text);
    }

    private static Source body(String statements) {
        return source("class A { void run() { %s } }".formatted(statements));
    }

    @Test
    void longMethod_overTheLimit_isFound() {
        assertThat(Tidy.longMethods(body("\n".repeat(Tidy.METHOD_LINES_MAX - 1))))
                .isEmpty();
        assertThat(Tidy.longMethods(body("\n".repeat(Tidy.METHOD_LINES_MAX))))
                .singleElement()
                .asString()
                .contains("run has 61 lines");
    }

    @Test
    void longFile_overTheLimit_isFound() {
        assertThat(Tidy.longFile(PATH, "x\n".repeat(Tidy.FILE_LINES_MAX))).isEmpty();
        assertThat(Tidy.longFile(PATH, "x\n".repeat(Tidy.FILE_LINES_MAX + 1))).hasSize(1);
    }

    @Test
    void longLine_overTheLimit_isFound() {
        assertThat(Tidy.longLines(PATH, "‖".repeat(Tidy.LINE_CHARACTERS_MAX))).isEmpty();
        assertThat(Tidy.longLines(PATH, "x".repeat(Tidy.LINE_CHARACTERS_MAX + 1)))
                .hasSize(1);
    }

    @Test
    void leftover_inAComment_isFound() {
        assertThat(Tidy.leftovers(PATH, "// TO" + "DO later")).hasSize(1);
        assertThat(Tidy.leftovers(PATH, "// nothing to do")).isEmpty();
    }

    @Test
    void machinePath_inAnyLine_isFound() {
        assertThat(Tidy.machinePaths(PATH, "see /ho" + "me/me/notes")).hasSize(1);
        assertThat(Tidy.machinePaths(PATH, "https://example.org/ho" + "me/x")).isEmpty();
    }

    @Test
    void cutDocComment_withAPlainSecondHalf_isFound() {
        assertThat(Tidy.cutDocComments(source("/// One\n// two.\nclass A {}"))).hasSize(1);
        assertThat(Tidy.cutDocComments(source("/// One\n/// two.\nclass A {}"))).isEmpty();
        assertThat(Tidy.cutDocComments(source("/// One\n// > Step 1.\nclass A {}")))
                .isEmpty();
    }

    @Test
    void assertKeyword_inAMethod_isFound() {
        assertThat(Tidy.asserts(body("assert 1 > 0;"))).hasSize(1);
        assertThat(Tidy.asserts(body("String assertion = \"assert\";"))).isEmpty();
    }

    @Test
    void wideCatch_aloneOrInAUnion_isFound() {
        assertThat(Tidy.wideCatches(body("try { } catch (Throwable t) { }"))).hasSize(1);
        assertThat(Tidy.wideCatches(body("try { } catch (Error | RuntimeException t) { }")))
                .hasSize(2);
        assertThat(Tidy.wideCatches(body("try { } catch (ArithmeticException t) { }")))
                .isEmpty();
        var nativeCall = "package tallystick.crypto.nativelib; class A { void run() { try { } catch (%s t) { } } }";
        assertThat(Tidy.wideCatches(source(nativeCall.formatted("Throwable")))).isEmpty();
        assertThat(Tidy.wideCatches(source(nativeCall.formatted("Exception")))).hasSize(1);
    }

    @Test
    void vagueName_ofANestedType_isFound() {
        assertThat(Tidy.vagueNames(source("class A { record KeyInfo() {} }"))).hasSize(1);
        assertThat(Tidy.vagueNames(source("class Informed {}"))).isEmpty();
    }

    @Test
    void madeForTests_inMain_isFound() {
        assertThat(Tidy.testWorldInMain(source("class FakeClock {}"))).hasSize(1);
    }

    @Test
    void missingDoc_onAPublicThing_isFound() {
        assertThat(Tidy.missingDocs(source("public class A { public void run() {} }")))
                .hasSize(2);
        assertThat(Tidy.missingDocs(source("public interface A { void run(); }")))
                .hasSize(2);
        assertThat(Tidy.missingDocs(source("class A { public void run() {} }"))).isEmpty();
        assertThat(Tidy.missingDocs(source("/// A.\npublic class A { @Override public void run() {} }")))
                .isEmpty();
        assertThat(Tidy.missingDocs(source("/// A.\npublic record A(int b) {\n    public A {\n }\n }")))
                .isEmpty();
    }

    @Test
    void nameOfATest_thatIsNoSentence_isFound() {
        assertThat(Tidy.testNames(source("class A { @Test void addition() {} }")))
                .hasSize(1);
        assertThat(Tidy.testNames(source("class A { @Test void testSum_ofTwo_isRight() {} }")))
                .hasSize(1);
        assertThat(Tidy.testNames(source("class A { @Test void sum_ofTwo_isRight() {} }")))
                .isEmpty();
    }
}
