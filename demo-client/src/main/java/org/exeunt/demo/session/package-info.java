/** Where this application keeps what it knows about a browser: in a database that its nodes share. */
@NullMarked
package org.exeunt.demo.session;

import org.jspecify.annotations.NullMarked;
