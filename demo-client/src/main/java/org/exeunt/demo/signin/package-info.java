/** Who is signed in here, and the tokens that came with it. */
@NullMarked
package org.exeunt.demo.signin;

import org.jspecify.annotations.NullMarked;
