/** What owners of several tables share: writes that are made together. */
@NullMarked
package org.exeunt.idp.database;

import org.jspecify.annotations.NullMarked;
