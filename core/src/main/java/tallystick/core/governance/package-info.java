/// By what every node judges: versioned documents, how they are changed, what stops everything, how it begins.
@NullMarked
package tallystick.core.governance;

import org.jspecify.annotations.NullMarked;
