/// A token behind a PKCS#11 module, called through the Foreign Function API, and the one AES key in it.
@NullMarked
package tallystick.node.pkcs11;

import org.jspecify.annotations.NullMarked;
