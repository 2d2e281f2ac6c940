/** SQL statements that several modules contribute to and that are executed as one. */
@NullMarked
package org.exeunt.idp.database;

import org.jspecify.annotations.NullMarked;
