package tallystick.tools.pack;

import java.io.IOException;
import tallystick.crypto.codec.Bytes;

/// Where readable files go: into a folder when a pack is made, nowhere but under a hash when one is verified.
public interface Outputs {
    /// Begins a file.
    Output begin(String name) throws IOException;

    /// One file.
    interface Output {
        /// The next piece.
        void take(Bytes piece) throws IOException;

        /// That was all.
        void finish() throws IOException;
    }

    /// Into the folder of a pack that is being made.
    static Outputs into(Staged staged) {
        return name -> {
            var file = staged.begin(name);
            return new Output() {
                @Override
                public void take(Bytes piece) throws IOException {
                    file.take(piece);
                }

                @Override
                public void finish() throws IOException {
                    file.finish();
                }
            };
        };
    }
}
