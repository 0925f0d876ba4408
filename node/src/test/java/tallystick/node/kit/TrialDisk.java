package tallystick.node.kit;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The machine's files, with somebody who hears of each change before it is made, and may let it fail. Nobody waits for
/// the machine's disk.
public final class TrialDisk extends FileSystem {
    /// Hears of changes.
    @FunctionalInterface
    public interface Edge {
        /// Called before a change; a change whose edge throws is not made.
        ///
        /// @param what such as `write`
        /// @param file the file's name
        void before(String what, String file) throws IOException;
    }

    private static final FileSystem MACHINE = FileSystems.getDefault();

    private final Disk provider = new Disk();
    private volatile Edge edge;

    /// Files whose changes `edge` hears of.
    public TrialDisk(Edge edge) {
        this.edge = edge;
    }

    /// Has another one hear from now on.
    public void edge(Edge next) {
        edge = next;
    }

    /// The same file, seen through this one.
    public Path path(Path machine) {
        return new TrialPath(this, machine);
    }

    void before(String what, Path file) throws IOException {
        edge.before(what, String.valueOf(file.getFileName()));
    }

    private static Path real(Path path) {
        return path instanceof TrialPath trial ? trial.real() : path;
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public void close() {}

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return MACHINE.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return StreamSupport.stream(MACHINE.getRootDirectories().spliterator(), false)
                .map(this::path)
                .toList();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return MACHINE.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return MACHINE.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
        return path(MACHINE.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
        var matcher = MACHINE.getPathMatcher(pattern);
        return path -> matcher.matches(real(path));
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        return MACHINE.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }

    private final class Disk extends FileSystemProvider {
        private final FileSystemProvider machine = MACHINE.provider();

        @Override
        public String getScheme() {
            return "trial";
        }

        @Override
        public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileSystem getFileSystem(URI uri) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Path getPath(URI uri) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SeekableByteChannel newByteChannel(
                Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
            return newFileChannel(path, options, attributes);
        }

        @Override
        public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            var changes = options.contains(StandardOpenOption.CREATE)
                    || options.contains(StandardOpenOption.CREATE_NEW)
                    || options.contains(StandardOpenOption.TRUNCATE_EXISTING);
            if (changes) before("create", path);
            return new TrialChannel(
                    machine.newFileChannel(real(path), options, attributes), what -> before(what, path));
        }

        @Override
        public DirectoryStream<Path> newDirectoryStream(Path directory, DirectoryStream.Filter<? super Path> filter)
                throws IOException {
            var found = machine.newDirectoryStream(real(directory), each -> filter.accept(path(each)));
            return new DirectoryStream<>() {
                @Override
                public Iterator<Path> iterator() {
                    var names = found.iterator();
                    return new Iterator<>() {
                        @Override
                        public boolean hasNext() {
                            return names.hasNext();
                        }

                        @Override
                        public Path next() {
                            return path(names.next());
                        }
                    };
                }

                @Override
                public void close() throws IOException {
                    found.close();
                }
            };
        }

        @Override
        public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
            before("create", directory);
            machine.createDirectory(real(directory), attributes);
        }

        @Override
        public void createLink(Path link, Path existing) throws IOException {
            before("link", link);
            machine.createLink(real(link), real(existing));
        }

        @Override
        public void delete(Path path) throws IOException {
            before("delete", path);
            machine.delete(real(path));
        }

        @Override
        public boolean deleteIfExists(Path path) throws IOException {
            before("delete", path);
            return machine.deleteIfExists(real(path));
        }

        @Override
        public void copy(Path source, Path target, CopyOption... options) throws IOException {
            before("copy", target);
            machine.copy(real(source), real(target), options);
        }

        @Override
        public void move(Path source, Path target, CopyOption... options) throws IOException {
            before("move", target);
            machine.move(real(source), real(target), options);
        }

        @Override
        public boolean isSameFile(Path path, Path other) throws IOException {
            return machine.isSameFile(real(path), real(other));
        }

        @Override
        public boolean isHidden(Path path) throws IOException {
            return machine.isHidden(real(path));
        }

        @Override
        public FileStore getFileStore(Path path) throws IOException {
            return machine.getFileStore(real(path));
        }

        @Override
        public void checkAccess(Path path, AccessMode... modes) throws IOException {
            machine.checkAccess(real(path), modes);
        }

        @Override
        public <V extends FileAttributeView> @Nullable V getFileAttributeView(
                Path path, Class<V> type, LinkOption... options) {
            return machine.getFileAttributeView(real(path), type, options);
        }

        @Override
        public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
                throws IOException {
            return machine.readAttributes(real(path), type, options);
        }

        @Override
        public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
                throws IOException {
            return machine.readAttributes(real(path), attributes, options);
        }

        @Override
        public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
            machine.setAttribute(real(path), attribute, value, options);
        }
    }
}
