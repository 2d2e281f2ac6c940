/**
 * What a logout costs, measured against what the same machine could do at best. No part of the tests: {@code mvn -Pbench
 * verify} runs it, and writes its tables to {@code idp-server/target/bench}.
 */
@NullMarked
package org.exeunt.bench;

import org.jspecify.annotations.NullMarked;
