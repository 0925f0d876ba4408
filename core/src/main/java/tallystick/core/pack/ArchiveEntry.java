package tallystick.core.pack;

import java.util.regex.Pattern;

/// One file in an archive.
///
/// @param name parts of letters, digits, `.`, `_` and `-`, each begun by a letter or digit, with `/` between; at most
/// 200 characters
/// @param offset where its header begins
/// @param size of its content, in bytes
/// @param crc of its content, as zip has it
public record ArchiveEntry(String name, long offset, long size, int crc) {
    private static final int NAME_MAX = 200;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*");

    /// @throws IllegalArgumentException if a part is out of range: the caller's fault
    public ArchiveEntry {
        if (!isName(name)) throw new IllegalArgumentException("a name of %d characters".formatted(name.length()));
        if (offset < 0 || size < 0 || offset > Archive.LENGTH_MAX || size > Archive.LENGTH_MAX)
            throw new IllegalArgumentException("%d bytes at %d, beyond 4 GiB".formatted(size, offset));
    }

    /// Whether a file of an archive may be called so.
    public static boolean isName(String name) {
        return name.length() <= NAME_MAX && NAME.matcher(name).matches();
    }

    /// Where its content begins.
    public long contentOffset() {
        return offset + ArchiveForm.HEADER_BYTES + name.length();
    }

    /// Where what follows it begins.
    public long end() {
        return contentOffset() + size;
    }
}
