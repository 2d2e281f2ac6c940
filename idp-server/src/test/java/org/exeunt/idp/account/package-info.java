@NullMarked
package org.exeunt.idp.account;

import org.jspecify.annotations.NullMarked;
