@NullMarked
package org.exeunt.idp.rehearsal;

import org.jspecify.annotations.NullMarked;
