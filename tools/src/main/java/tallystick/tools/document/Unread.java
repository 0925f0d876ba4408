package tallystick.tools.document;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// Why a file could not be read, in words: of the commonest faults the system's own text is the file's name alone.
public final class Unread {
    private Unread() {}

    /// A lower-case phrase with the file's name, as far as the system tells it.
    public static String why(IOException fault) {
        return switch (fault) {
            case NoSuchFileException none -> "cannot be read: %s: there is no such file".formatted(none.getFile());
            case AccessDeniedException denied -> "cannot be read: %s: not permitted".formatted(denied.getFile());
            case FileSystemException other
            when other.getReason() == null ->
                "cannot be read: %s: the system does not say why".formatted(other.getFile());
            default -> "cannot be read: " + fault.getMessage();
        };
    }
}
