/** The three kinds of logout, as a relying party starts them. All of them clear the local sign-in first. */
@NullMarked
package org.exeunt.demo.signout;

import org.jspecify.annotations.NullMarked;
