@NullMarked
package org.exeunt.idp.security;

import org.jspecify.annotations.NullMarked;
