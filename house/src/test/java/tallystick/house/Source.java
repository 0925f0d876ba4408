package tallystick.house;

import com.sun.source.tree.AssertTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnionTypeTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// One Java file as the compiler's own parser sees it, so that a rule measures methods and not braces.
///
/// @param path where it stands in the checkout
/// @param packageName its package, empty if none
/// @param types every named type in it, outermost first
/// @param methods every method and constructor written out in it
/// @param caught the type names in every catch
/// @param assertLines where the assert keyword stands
record Source(
        String path,
        String text,
        String packageName,
        List<Type> types,
        List<Method> methods,
        List<String> caught,
        List<Long> assertLines) {

    /// @param name with the outer types, `Step.Await`
    /// @param exposed public, and so is everything around it
    record Type(String name, boolean exposed, @Nullable String doc) {}

    /// @param owner name of the type it is in, as in [Type]
    /// @param returns its result as it is written, empty for a constructor
    /// @param exposed public, and so is everything around it; accessors and overrides included
    /// @param shared static and not private
    record Method(
            String owner,
            String name,
            String returns,
            boolean exposed,
            boolean shared,
            boolean overrides,
            List<String> annotations,
            @Nullable String doc,
            long firstLine,
            long lines) {}

    boolean isMain() {
        return path.contains("src/main/");
    }

    List<String> lines() {
        return text.lines().toList();
    }

    static List<Source> parse(List<Path> files) {
        return parseFiles(files.stream()
                .map(file -> (JavaFileObject) new Text(Repository.name(file), Repository.text(file)))
                .toList());
    }

    /// A file that exists only in a test of a rule.
    static Source of(String path, String text) {
        return parseFiles(List.of(new Text(path, text))).getFirst();
    }

    private static List<Source> parseFiles(List<JavaFileObject> files) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var task = (JavacTask) compiler.getTask(null, null, _ -> {}, List.of("-proc:none"), null, files);
        try {
            var trees = DocTrees.instance(task);
            var sources = new ArrayList<Source>();
            for (var unit : task.parse()) sources.add(read(unit, trees));
            return sources;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Source read(CompilationUnitTree unit, DocTrees trees) throws IOException {
        var file = unit.getSourceFile();
        var path = file.toUri().getPath().substring(1);
        var scan = new Scan(unit, trees);
        scan.scan(unit, null);
        var name = unit.getPackageName() == null ? "" : unit.getPackageName().toString();
        return new Source(
                path,
                file.getCharContent(true).toString(),
                name,
                scan.types,
                scan.methods,
                scan.caught,
                scan.assertLines);
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(String path, String text) {
            super(URI.create("source:///" + path), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Scan extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private record Around(String name, boolean exposed, boolean isInterface) {}

        private final CompilationUnitTree unit;
        private final DocTrees trees;
        private final List<Type> types = new ArrayList<>();
        private final List<Method> methods = new ArrayList<>();
        private final List<String> caught = new ArrayList<>();
        private final List<Long> assertLines = new ArrayList<>();
        private Around around = new Around("", true, false);

        Scan(CompilationUnitTree unit, DocTrees trees) {
            this.unit = unit;
            this.trees = trees;
        }

        @Override
        public @Nullable Void visitClass(ClassTree node, @Nullable Void nothing) {
            if (node.getSimpleName().isEmpty()) return super.visitClass(node, null);
            var outer = around;
            var name = outer.name.isEmpty() ? node.getSimpleName().toString() : outer.name + "." + node.getSimpleName();
            var isInterface = node.getKind() == Tree.Kind.INTERFACE || node.getKind() == Tree.Kind.ANNOTATION_TYPE;
            around = new Around(name, outer.exposed && isPublic(node.getModifiers()), isInterface);
            types.add(new Type(name, around.exposed, trees.getDocComment(getCurrentPath())));
            super.visitClass(node, null);
            around = outer;
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree node, @Nullable Void nothing) {
            var first = line(trees.getSourcePositions().getStartPosition(unit, node));
            var last = line(trees.getSourcePositions().getEndPosition(unit, node));
            var name = node.getName().contentEquals("<init>")
                    ? simple(around.name)
                    : node.getName().toString();
            var annotations = node.getModifiers().getAnnotations().stream()
                    .map(annotation -> annotation.getAnnotationType().toString())
                    .toList();
            var flags = node.getModifiers().getFlags();
            methods.add(new Method(
                    around.name,
                    name,
                    node.getReturnType() == null ? "" : node.getReturnType().toString(),
                    around.exposed && isPublic(node.getModifiers()),
                    flags.contains(Modifier.STATIC) && !flags.contains(Modifier.PRIVATE),
                    annotations.contains("Override"),
                    annotations,
                    trees.getDocComment(getCurrentPath()),
                    first,
                    last - first + 1));
            return super.visitMethod(node, null);
        }

        @Override
        public @Nullable Void visitCatch(CatchTree node, @Nullable Void nothing) {
            var type = node.getParameter().getType();
            if (type instanceof UnionTypeTree union)
                union.getTypeAlternatives().forEach(each -> caught.add(each.toString()));
            else caught.add(type.toString());
            return super.visitCatch(node, null);
        }

        @Override
        public @Nullable Void visitAssert(AssertTree node, @Nullable Void nothing) {
            assertLines.add(line(trees.getSourcePositions().getStartPosition(unit, node)));
            return super.visitAssert(node, null);
        }

        private boolean isPublic(ModifiersTree modifiers) {
            var flags = modifiers.getFlags();
            return flags.contains(Modifier.PUBLIC) || (around.isInterface && !flags.contains(Modifier.PRIVATE));
        }

        private long line(long position) {
            return unit.getLineMap().getLineNumber(position);
        }

        private static String simple(String name) {
            return name.substring(name.lastIndexOf('.') + 1);
        }
    }
}
