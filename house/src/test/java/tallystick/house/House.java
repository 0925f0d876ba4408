package tallystick.house;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;

/// The compiled classes of all modules, read once.
final class House {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .importPaths(Repository.modules().stream()
                    .map(module -> Repository.root().resolve(module).resolve("target/classes"))
                    .filter(Files::isDirectory)
                    .toList());

    private House() {}

    static JavaClasses main() {
        return MAIN;
    }
}
