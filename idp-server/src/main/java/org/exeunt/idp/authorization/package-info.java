/** Our skin over the framework's authorization server: endpoints, token store, signing keys. */
@NullMarked
package org.exeunt.idp.authorization;

import org.jspecify.annotations.NullMarked;
