/// Attestations of ceremonies as files: JSON for programs, PDF for people.
@NullMarked
package tallystick.tools.attest;

import org.jspecify.annotations.NullMarked;
