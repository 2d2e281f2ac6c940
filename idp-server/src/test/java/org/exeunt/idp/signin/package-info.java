@NullMarked
package org.exeunt.idp.signin;

import org.jspecify.annotations.NullMarked;
