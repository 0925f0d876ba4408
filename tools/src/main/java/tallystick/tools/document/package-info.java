/// Documents that people write and review, as JSON or as YAML of the same members.
@NullMarked
package tallystick.tools.document;

import org.jspecify.annotations.NullMarked;
